/** Two editors on one draft: put the other's text into the field, at a button's press. */

for (const button of document.querySelectorAll("[data-use-theirs]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset["useTheirs"] ?? "");
    const value = button.dataset["value"] ?? "";
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value !== "";
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
    field?.focus();
  });
}
