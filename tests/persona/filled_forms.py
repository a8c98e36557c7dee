"""Fill the admin's forms in as a browser does: what stands in them, what is typed, a button."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_NO_TEXT = frozenset({"submit", "button", "reset", "file", "image"})


@dataclass
class Form:
    action: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)  # name=value by what stands on it


class FormReader(HTMLParser):
    """Collects every form that is posted, with what a browser would send of it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text: str | None = None  # of a textarea or a button, while inside
        self._name = ""
        self._chosen: str | None = None  # of a select
        self._is_off = False  # the select: a browser sends nothing of it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self.forms.append(Form(values.get("action", "")))
        elif tag == "select":
            self._name, self._chosen, self._is_off = name, None, "disabled" in values
        elif not self.forms or "disabled" in values:
            return
        elif tag == "input":
            self._input(values, name)
        elif tag in ("textarea", "button"):
            self._text, self._name = "", f"{name}={values.get('value', '')}"
        elif tag == "option" and not self._is_off and self._takes(values):
            self._chosen = values.get("value", "")
            self.forms[-1].values[self._name] = self._chosen

    def _takes(self, option: dict[str, str]) -> bool:
        return "selected" in option or self._chosen is None

    def _input(self, values: dict[str, str], name: str) -> None:
        form, kind = self.forms[-1], values.get("type", "text")
        if kind == "submit":
            form.buttons[values["value"]] = f"{name}={values['value']}"
        elif kind in ("checkbox", "radio"):
            if "checked" in values:
                form.values[name] = values.get("value", "on")
        elif kind not in _NO_TEXT and name:
            form.values[name] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("textarea", "button") or self._text is None:
            return
        if tag == "button":
            self.forms[-1].buttons[self._text.strip()] = self._name
        else:
            # The first line end after the tag is the page's own.
            text = self._text.removeprefix("\r\n").removeprefix("\n")
            self.forms[-1].values[self._name.partition("=")[0]] = text
        self._text = None


def forms_of(page: str) -> list[Form]:
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def press(client: Client, page: str, button: str, /, **typed: Any) -> Any:
    """Open a page, type into its form, press a button by what stands on it; return where it leads.

    None takes a tick out of a box.
    """
    text = client.get(page).content.decode()
    [form] = [one for one in forms_of(text) if button in one.buttons]
    texts = {name for name, one in typed.items() if isinstance(one, str) and one != "on"}
    unknown = texts - set(form.values)
    assert not unknown, f"{page} has no {unknown} to type into"
    name, _, value = form.buttons[button].partition("=")
    posted = form.values | typed | ({name: value} if name else {})
    kept = {name: one for name, one in posted.items() if one is not None}
    return client.post(form.action or page, kept, follow=True)
