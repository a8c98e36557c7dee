/** A text area to type into, with a box of ours upon it. */
import { TextBox } from "../../static/js/call/text-box.js";

/** A text area as far as the box needs one: events in the order a browser sends them, and a value. */
class Area extends EventTarget {
  value = "";

  fire(type, fields = {}) {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      key: "", code: "", keyCode: 0, isComposing: false, shiftKey: false, repeat: false, inputType: "", ...fields,
    });
    this.dispatchEvent(event);
    return !event.defaultPrevented;
  }

  key(fields) {
    return this.fire("keydown", fields);
  }

  /** The Enter key's own effect: a line break, unless somebody prevents it. */
  enter(fields = {}) {
    if (this.key({ key: "Enter", code: "Enter", keyCode: 13, ...fields })) this.lineBreak();
  }

  lineBreak() {
    if (this.fire("beforeinput", { inputType: "insertLineBreak" })) this.value += "\n";
  }

  /** The input method puts its text in and ends the composition. */
  commit(whole) {
    this.value = whole;
    this.fire("compositionend", { data: whole });
  }
}

export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

export function box(taken = true) {
  const area = new Area();
  const sent = [];
  new TextBox(area, (text) => {
    sent.push(text);
    return taken;
  });
  return { area, sent };
}

/** The syllable being put together so far. */
export function compose(area, text) {
  area.key({ key: "Process", code: "KeyG", keyCode: 229, isComposing: false });
  area.fire("compositionstart");
  area.value = text;
}
