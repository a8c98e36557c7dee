/**
 * Words that may mean someone is in danger: the third way to the help panel, beside the
 * character's own tool. It works with the call down and asks nobody.
 *
 * Doubt counts as danger: an unneeded telephone number on the screen costs little.
 */

/** Blanks are removed before matching, because speech recognition spaces as it likes. */
const SIGNS = [
  /죽(?:고|고만|어버리고|어불고|어뿔고)싶/u,
  /죽을(?:래|거야|거예요|거에요|까봐요?|까해)/u,
  /(?:사라지고|없어지고|다놓고|그만살고|뛰어내리고|끝내고)싶/u,
  /사라져?버리고싶/u,
  /살(?:기(?:가)?싫|고싶지(?:가)?않|고싶은(?:마음|생각)이없|이유가없)/u,
  /자살|자해|손목을?(?:긋|그었|그어)|목숨을?(?:끊|버)|목을?(?:매고|맬)/u,
  /유서를?(?:쓰|썼|남)/u,
  /약을?(?:많이|한꺼번에|다)(?:먹|삼)/u,
  /꽃밭(?:으로|에)(?:도|좀|나도|저도)?(?:가고싶|데려|데리고)/u,
  /(?:저|나)(?:도|를|좀)?(?:저승|서천)(?:으로|에)?(?:데려|데리고|가고싶)/u,
  /(?:때리|때려요|맞고살|폭행|협박당|죽이겠다)/u,
  /숨(?:이|을)?(?:안쉬어|막혀|막히|못쉬)|의식이(?:없|흐)/u,
];

/** @param {string} text what a visitor typed, or a transcript of what was said */
export function soundsLikeCrisis(text) {
  const joined = text.normalize("NFC").replace(/[\s.,!?~…·]/gu, "");
  return SIGNS.some((sign) => sign.test(joined));
}
