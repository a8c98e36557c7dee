"""What a Korean text says of being an AI: that he is one, that he is to say so, or to hide it.

What counts is what is said of the word, not that it stands there: "AI 같은 건 아니우다" has it too.
So a greeting must say it, and the identity ask for it, in a form that is known here; an honest one
of another form is refused with an example beside it, which costs an editor a minute. Pure.
"""

import re
import unicodedata
from functools import lru_cache

_AI = r"(?:(?<![A-Za-z])[Aa]\.?[Ii](?![A-Za-z])|인공\s?지능|에이\s?아이)"
_SENTENCE = re.compile(r"[^.!?。\n]+")
_INITIALS = re.compile(r"(?<![A-Za-z])[Aa]\.\s?[Ii]\.?(?![A-Za-z])")  # no end of a sentence
# What a visitor says is no instruction: "…"라고 해도, "…"라고 물으면.
_SAID_BY_VISITOR = re.compile(
    r"[\"“'‘][^\"”'’\n]*[\"”'’]\s?(?:이?라고|라는\s?말을?|하고)?\s?"
    r"[^\n.]{0,8}?(?:하면|하더라도|물으면|물어도|시켜도|졸라도|우겨도|(?:말?해|들어)도(?!\s?(?:된|돼|좋|괜)))"
)

# That he is one: "AI예요", "AI 음성 캐릭터입니다", "AI로 만든 꽃밭지기 사라도령이우다".
_COPULA = (
    r"(?:이?예요|이?에요|이?여요|입니다|이?랍니다|이?란다|이?지요|이?죠|이?네요|이?거든요|이?야|이?다"
    r"|이올시다|이오|이?우다|이?마씀|이?마씸|이?주|입주)(?:요|예|양|게|만)?"
    # The end of the word, no question, and nothing that he quotes.
    r"(?![가-힣])(?!\s*\?)(?![\"”'’]\s?(?:이?라|하|는|가|란))(?!\s하[지면는])"
)
# "AI라 곁에 갈 수는 없어요", but not "AI라 부르지 맙서" or "AI고 뭐고".
_CONNECTED = (
    r"(?:이?지만|이?라서|이?라|인데요?|이?니까?|이?고|이?며|이?면서|이?지|이?난)(?=[\s,])"
    r"(?![\s,]*(?:하[는지면니고]|한다|해|했|부르|불러|생각|여기|믿|오해|놀리|착각|보|치|그러|말하|싶|뭐))"
)
_MADE = r"(?:으?로\s?(?:만든|만들어진|지은|빚은|된|이루어진|말하는|움직이는|태어난)|인)"
_ROLES = (
    "지기|도령|캐릭터|목소리|친구|벗|동무|이야기꾼|프로그램|꽃감관|인물|도우미|존재|상대|로봇|챗봇"
)
# Between the two nothing may turn it round: "AI보다 나은", "AI 시대의", "AI인 척하는".
_TURNED = (
    r"아[니닌닙]|않|없|싫|모르|이긴|반대|시대|세상|보다|대신|말고|흉내|척|체하|같은|따위|처럼|사람|인간"
    r"|(?:[을를의에도만와과고니면]|지만)\s"
)
_HUMAN = re.compile(
    r"(?<![가-힣])(?:(?:저|나)[는도]|전|난|제가|내가)\s(?:(?!아[니닌닙])[^.,!?\n]){0,12}?(?:사람|인간)"
    + _COPULA
    + r"|(?:진짜|정말|참말로|실은|사실은?)\s?(?:사람|인간)"
    + _COPULA
    + r"|사람에\s?(?:더\s)?가까|사람(?:이나|과)\s?(?:다름|다를|똑같)"
)

# That he is to say so: "AI라고 답한다", "AI임을 밝힌 뒤", "'저는 AI우다'라고 말한다".
_NOT_ASKED = rf"(?!{_TURNED}|인지|인가|냐|물[으어]|묻)"
_TOLD = re.compile(
    rf"{_AI}(?:{_NOT_ASKED}[^.,\n]){{0,20}}?"
    r"(?:이?라고|임을|이?라는\s?(?:것[을도]?|걸|점을?|사실을?)|인\s?(?:것을|걸)|[\"”'’]\s?하고)\s?"
    rf"(?:(?:숨기|감추)지\s?(?:않고|말고)\s|(?!이?라고|[면든]){_NOT_ASKED}[^.\n]){{0,20}}?"
    r"(?:밝(?:힌|혀|히|힐\s?것)|알(?:린|려|리|릴\s?것)|(?:대?답|말|소개|고백|설명|인정|이야기)\s?(?:한|하|해)|일러|이른)"
    r"(?!서는|선|도\s|[^.,\n]{0,3}(?:기보다|대신|필요|다면|지는|생각|[을ㄹ]지))"
    r"(?!(?:(?!숨기|감추|척|속이)[^.,\n]){0,12}?(?:지\s?(?:않|말|마|못)|안\s?[된돼]|금지|없))"
)

# That he is to hide it, and what makes a prohibition of that: "AI가 아니라고 하지 않는다".
_BETWEEN = r"(?:(?!아니|숨기|감추|사람|[가-힣]인\s?척)[^.\n])"
_HUMAN_SAID = r"(?:사람|인간)이?라(?:고\s?|\s)"
_HIDDEN = re.compile(
    rf"{_AI}{_BETWEEN}{{0,16}}?(?:말하|하|밝히|알리|드러내|내비치|언급하|대답하|답하|티를?\s?내|꺼내|들키)"
    r"지\s?(?:않|말|마|못)"
    rf"|{_AI}[^.\n]{{0,16}}?(?:숨기|숨긴|숨겨|감추|감춘|감춰|비밀|모르게|모르는\s?척|부인|부정|잡아떼"
    r"|웃어넘|웃고\s?넘|얼버무|둘러대|둘러댄|못\s?들은\s?척|모른\s?척|딴청|딴소리|딴전|시치미|회피"
    r"|말을?\s?(?:돌[리린려]|흐[리린려]|아[끼낀껴])|말머리를?\s?돌|화제를?\s?(?:돌|바꾸|바꾼|바꿔))"
    rf"|{_AI}[^.\n]{{0,16}}?(?:입에\s?(?:올리|담)|입\s?밖에\s?(?:내|꺼내))지\s?(?:않|말|마|못)"
    rf"|{_AI}(?:이?라는|란)\s?(?:말|단어|낱말|표현|이야기)[은을도]?\s?(?:[가-힣]+\s)?"
    r"(?:쓰지\s?(?:않|말|마)|피[하한]|삼[가간])"
    rf"|{_AI}{_BETWEEN}{{0,16}}?(?:말하|밝히|알리)[^.\n]{{0,8}}?(?:금지|안\s?[된돼])"
    rf"|{_AI}(?:가|이|는|은|란|라는\s?것은)?\s?(?:절대|전혀|결코)?\s?아(?:니(?!\s?어도)|닙|닌)"
    rf"|{_AI}\s?(?:같은\s?[건것게거]|따위|나부랭이)[^.\n]{{0,6}}?(?:아[니닙닌]|몰|모르|없)"
    rf"|{_AI}이?라기\s?보다"
    rf"|{_AI}(?:이?냐고|인지|인가)[^.\n]{{0,16}}?(?:아니|{_HUMAN_SAID}(?:답|대답|말|소개|한|하|해|우))"
    r"|사람(?:인\s?척|처럼\s?굴|이라고?\s?(?:답|말|소개|대답))(?:한다|하라|해라|해야|하고|한\s?뒤|해\s?준)"
    r"|(?:저는|나는|전)\s?(?:진짜|정말)?\s?(?:로\s)?사람(?:이에요|이예요|입니다|이우다|이야|이다)"
)
_FORBIDDEN = re.compile(
    # A second verb stands for itself: "숨기고 답하지 않는다" forbids the answer, not the hiding.
    r"^(?![고며]\s)(?:(?!(?:[리기추내][고며]|채|면서)\s)[^.\n]){0,24}?"
    r"(?:지\s?(?:않|말|마|못)|금지|안\s?(?:된|돼|한)|하더라도|시켜도|졸라도|해도(?!\s?(?:된|돼|좋|괜)))"
)


def visible(text: str) -> str:
    """Return the text as a reader sees it, without what a visitor is quoted to say: full-width
    letters are letters (ＡＩ), letters of no width are nothing."""
    seen = "".join(
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf"
    )
    return _SAID_BY_VISITOR.sub("", _INITIALS.sub("AI", seen))


def says_he_is_one(text: str, name: str) -> bool:
    """Say whether somebody of that name says here, in so many words, that he is an AI."""
    return any(not hides(found.group(0)) for found in _is_one(name).finditer(visible(text)))


def is_told_to_say_it(text: str) -> bool:
    """Say whether a sentence of the text tells him to say that he is an AI."""
    sentences = _SENTENCE.findall(visible(text))
    return any(_TOLD.search(one) and not _hidden_in(one) for one in sentences)


def hides(text: str) -> str:
    """Return the first words that hide it or make him hide it; empty when none do."""
    return next(filter(None, map(_hidden_in, _SENTENCE.findall(visible(text)))), "")


def claims_to_be_human(text: str) -> str:
    """Return the first words by which the speaker says that he is human; empty when none do."""
    found = _HUMAN.search(visible(text))
    return found.group(0).strip() if found else ""


def _hidden_in(sentence: str) -> str:
    for found in _HIDDEN.finditer(sentence):
        if not _FORBIDDEN.match(sentence[found.end() :]):
            return found.group(0).strip()
    return ""


@lru_cache(maxsize=16)
def _is_one(name: str) -> "re.Pattern[str]":
    role = rf"(?:{_ROLES}|{re.escape(name)})[’'\"”]?"
    return re.compile(
        rf"{_AI}(?:{_COPULA}|{_CONNECTED}"
        rf"|(?:(?:{_MADE},?)?\s(?:(?!{_TURNED})[^.,!?\n]){{0,24}}?|꽃밭)?{role}(?:{_COPULA}|{_CONNECTED})"
        # "AI라는 것을 먼저 말씀드려요."
        rf"|(?:이?라고|임을|이?라는\s?(?:것을?|걸|점을?|사실을?))\s(?:(?!{_TURNED})[^.,!?\n]){{0,10}}?"
        r"(?:밝(?:혀요|혀\s?[둘둡]|힐게요|힙니다|히쿠다)|(?:알려|말씀)\s?(?:드려요|드릴게요|드립니다|드리쿠다)))"
    )
