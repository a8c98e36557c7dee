/**
 * Words that may mean someone is in danger: the third way to the help panel, beside the
 * character's own tool and the button. It works with the call down and asks nobody.
 *
 * Doubt counts as danger: an unneeded telephone number on the screen costs little. What is surely
 * something else (a denial, a figure of speech) is taken out first, so that the rest of the
 * sentence still counts. How well it does is measured on `tests/js/sets/crisis.tsv`.
 */

/** Blanks are removed before matching, because speech recognition spaces as it likes. */
const HARMLESS = [
  // A denial of the very words.
  /(?:죽고싶|사라지고싶|없어지고싶)(?:은(?:건|것은|마음은)|다는(?:뜻은|건|말은)|지는?)(?:아니|않)/gu,
  /(?:자살|자해)(?:같은)?(?:생각|짓|시도)?(?:은|는|을|를)?(?:안(?:해|했)|하지않|한적없|한적은없|아니)/gu,
  // 배고파 죽겠다, 좋아 죽는 줄 알았다.
  /(?:파|겨|려|워|해|어|아|판)(?:서)?죽(?:겠|는줄알|을것같|어지쿠)/gu,
  /(?:보고싶어)죽/gu,
  // A garden one can travel to.
  /(?:유채|수국|동백|메밀|벚)꽃밭/gu,
];

const SIGNS = [
  /죽(?:고만?|어버리고|어불고|어뿔고|고도)싶|죽고정|죽어불(?:켜|크|쿠)|ㅈㄱ싶|ㅈㅅ(?:하|각|마려)/u,
  /죽을(?:래|거야|거예요|거에요|거임|까|생각)|죽는게(?:나|낫)|죽었으면(?:좋|하)|죽어(?:버릴|불)까|죽이고싶|죽여버/u,
  /뒤(?:지고|져버리고|져불고)싶|살자(?:하고싶|마려|각)|(?:인생|현생)(?:을)?(?:로그아웃|끝내|그만두고싶)|이번생은여기까지/u,
  /(?:사라지고|사라져버리고|없어지고|다놓고|다내려놓고|(?:다|모두|모든걸)포기하고|그만살고|뛰어내리고|설러불고)싶/u,
  /(?:^|이제|그냥|걍|정말|진짜|삶을|모두)다?끝내(?:버리)?고싶|(?:세상에서|그냥|이대로)(?:사라졌|없어졌)으면/u,
  /살(?:기가?싫|고싶지(?:가|는|도)?않|고싶은(?:마음|생각)이(?:없|안)|이유가없|아있는게|아야하는지|아야할지|구정(?:이)?안|고정허지안)/u,
  /못(?:살|버티)겠|(?:영원히|푹)잠들고싶|(?:눈을안떴|안깨어났|깨어나지않았|안일어났)으면|태어나지(?:말|않)았/u,
  /(?:나|내가|저|제가)만?없(?:으면|어지는게|어져야)(?:다|모|나|더|편|가족|좋)|마지막인사/u,
  /자살|자해|(?:손목|팔)(?:을|에)?(?:긋|그었|그으|그을|상처(?:를)?냈)|목숨을?(?:끊|버)|목을?(?:매|맬)/u,
  /유서(?:를|같은)?(?:쓰|썼|남|걸)|번개탄|연탄을?피/u,
  /(?:약|수면제|진통제)(?:을|를|을요|요)?(?:많이|한꺼번에|다|전부|통째로)(?:먹|삼|드|털)|농약을?(?:마|먹)/u,
  /뛰어내(?:릴|리려|려야)|(?:옥상|난간|다리위)에(?:올라|서)(?:와|있|서있)/u,
  /(?:^|서천|나도|저도|나좀|그)꽃밭(?:으로|에)(?:도|좀|나도|저도)?(?:가고싶|데려|데리고)|서천꼿밧(?:디|더레|에)(?:데려|가고)/u,
  /(?:저승|하늘나라|천국)(?:으로|에|로|더레)(?:나도|저도|도|좀)?(?:데려|데리고|가고싶|가고정)|먼저(?:간|떠난)[^.]{1,12}(?:곁|따라)/u,
  /(?:나|저|우리|엄마|아빠|남편|아내|형|누나|언니|오빠|동생|선배|선생님|할아버지|친구|사람|아이|애들?)(?:를|을|한테|가|이|은|는)?[^.]{0,6}때(?:려요|려$|렸|린다|리고|릴)|안(?:가져오|하|들으)면때린|(?:한테|에게)(?:또)?맞(?:았|고|는)|맞고(?:살|지내)/u,
  /폭행|감금|성추행|협박|스토킹|죽이겠다|(?:억지로|강제로)[^.]{0,6}(?:만|몸|옷|하려)|(?:집에|문을)[^.]{0,6}(?:들어오려|부수)/u,
  /숨(?:이|을)?(?:안쉬|막혀|막히|못쉬)|의식이?(?:없|흐)|쓰러졌|피가(?:안멈|멈추지|계속)/u,
];

/** @param {string} text what a visitor typed, or a transcript of what was said */
export function soundsLikeCrisis(text) {
  let joined = text.normalize("NFC").replace(/[\s.,!?~…·]/gu, "");
  for (const harmless of HARMLESS) joined = joined.replace(harmless, "");
  return SIGNS.some((sign) => sign.test(joined));
}
