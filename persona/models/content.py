"""What the persona knows: Jeju phrases, the flowers of the garden, and the crisis lines."""

from datetime import date, timedelta
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from persona.spelling import validate_modern_spelling

# A crisis line is called and checked again every quarter; a quarter has at most 92 days.
VERIFIED_FOR = timedelta(days=92)


class JejuPhraseQuerySet(models.QuerySet["JejuPhrase"]):
    def reviewed(self) -> Self:
        return self.filter(review_state=JejuPhrase.ReviewState.REVIEWED)

    def chosen_but_not_reviewed(self) -> Self:
        """Phrases an editor chose for the instructions that stay out until they are reviewed."""
        return self.filter(in_instructions=True).exclude(
            review_state=JejuPhrase.ReviewState.REVIEWED
        )

    def chosen(self) -> Self:
        """Phrases an editor chose for the instructions, in the editor's order."""
        return (
            self.reviewed()
            .filter(in_instructions=True)
            .order_by("instruction_order", "phrase", "pk")
        )


class JejuPhrase(models.Model):
    """One row drives four things: the line in the instructions, the pronunciation hint, the
    recogniser's keyword and the gloss under the caption."""

    class ReviewState(models.TextChoices):
        UNREVIEWED = "unreviewed", _("감수 전")
        REVIEWED = "reviewed", _("감수 마침")
        WITHHELD = "withheld", _("쓰지 않음")

    class Category(models.TextChoices):
        GREETING = "greeting", _("인사")
        FAREWELL = "farewell", _("작별")
        THANKS = "thanks", _("고마움")
        APOLOGY = "apology", _("미안함")
        CONSOLATION = "consolation", _("위로")
        ENCOURAGEMENT = "encouragement", _("격려")
        AGREEMENT = "agreement", _("맞장구")
        QUESTION = "question", _("물음")
        REQUEST = "request", _("부탁")
        WISH = "wish", _("바람")
        WORRY = "worry", _("걱정")
        FEELING = "feeling", _("느낌")
        ADJECTIVE = "adjective", _("꾸미는 말")
        ADVERB = "adverb", _("어찌말")
        VERB = "verb", _("움직임")
        NOUN = "noun", _("이름말")
        CONNECTOR = "connector", _("이음말")
        INTERJECTION = "interjection", _("느낌말")
        ENDING = "ending", _("말끝")
        ADDRESS = "address", _("부름말")
        FAMILY = "family", _("식구")
        FLOWER = "flower", _("꽃")
        NATURE = "nature", _("자연")
        PLACE = "place", _("곳")
        ANIMAL = "animal", _("짐승")

    phrase = models.CharField(
        _("제주어(요즘 표기)"),
        max_length=60,
        validators=[validate_modern_spelling],
        help_text=_(
            "한 줄에 말 하나. 목소리 모델은 옛한글을 읽지 못하니 요즘 표기로 적어 주세요. "
            "된소리는 소리일 뿐이에요: 옵써가 아니라 옵서, 쑤다가 아니라 수다. 예: 혼저옵서예"
        ),
    )
    old_spelling = models.CharField(
        _("옛 표기(아래아)"),
        max_length=60,
        blank=True,
        help_text=_("아래아가 있는 말만. 화면에만 보이고 목소리에는 보내지 않아요. 예: ᄒᆞᆫ저옵서예"),
    )
    standard_korean = models.CharField(
        _("표준어 뜻"),
        max_length=120,
        help_text=_(
            "방문자가 자막에서 보는 뜻. 설명이 아니라 바꿔 말한 그대로 짧게. "
            "예: 어서 오세요 (혼자 오세요가 아니에요)"
        ),
    )
    english = models.CharField(
        _("영어 뜻"),
        max_length=120,
        blank=True,
        help_text=_("말한 이의 마음이 전해지게. 예: Welcome; please come on in"),
    )
    category = models.CharField(
        _("갈래"), max_length=16, choices=Category, help_text=_("언제 쓰는 말인지로 골라 주세요.")
    )
    usage_note = models.CharField(
        _("쓰임"),
        max_length=300,
        blank=True,
        validators=[validate_modern_spelling],
        help_text=_(
            "언제 쓰고 언제 쓰지 않는지. 지시문에 고른 말이면 뜻 뒤 괄호에 그대로 들어가요. "
            "예: 첫 인사에 한 번만"
        ),
    )
    pronunciation_hint = models.CharField(
        _("소리"),
        max_length=60,
        blank=True,
        validators=[validate_modern_spelling],
        help_text=_("글자와 다르게 들릴 때만, 들리는 대로 한글로. 예: 속앗수다는 소갇쑤다"),
    )
    review_state = models.CharField(
        _("감수"),
        max_length=10,
        choices=ReviewState,
        default=ReviewState.UNREVIEWED,
        help_text=_(
            "감수를 마친 말만 방문자에게 가요. 감수하지 않는 이가 고치면 감수 전으로 돌아가요."
        ),
    )
    source = models.TextField(
        _("출처"),
        blank=True,
        help_text=_(
            "어디서 확인했는지. 여럿이면 | 로 나눠 주세요. 들은 말이면 누구에게 언제 들었는지."
        ),
    )
    remarks = models.TextField(_("덧붙임"), blank=True, help_text=_("편집하는 이만 보는 글이에요."))
    in_instructions = models.BooleanField(
        _("지시문에 넣기"),
        default=False,
        help_text=_("사라도령이 스스로 쓰는 말. 고르지 않은 말도 자막의 풀이에는 나와요."),
    )
    instruction_order = models.PositiveSmallIntegerField(
        _("지시문 순서"), default=100, help_text=_("작은 수가 먼저. 앞의 40개까지만 들어가요.")
    )

    objects = JejuPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("제주어")
        verbose_name_plural = _("제주어")
        permissions = [("review_jejuphrase", _("제주어를 감수할 수 있음"))]
        constraints = [
            models.UniqueConstraint(
                fields=["phrase", "standard_korean"],
                name="persona_jejuphrase_one_per_meaning",
                violation_error_message=_("같은 말이 같은 뜻으로 이미 있어요."),
            ),
            models.CheckConstraint(
                condition=Q(review_state__in=["unreviewed", "reviewed", "withheld"]),
                name="persona_jejuphrase_review_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(in_instructions=False) | ~Q(review_state="withheld"),
                name="persona_jejuphrase_withheld_is_not_taught",
                violation_error_message=_("쓰지 않기로 한 말은 지시문에 넣을 수 없어요."),
            ),
            models.CheckConstraint(
                condition=~Q(phrase="") & ~Q(standard_korean=""),
                name="persona_jejuphrase_has_word_and_meaning",
                violation_error_message=_("제주어와 표준어 뜻을 모두 적어 주세요."),
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class Flower(models.Model):
    """A flower of 서천꽃밭. Only those that may be given are named to the model and the visitor."""

    class Shape(models.TextChoices):
        ROUND = "round", _("둥근 꽃")
        STAR = "star", _("별 모양")
        BELL = "bell", _("종 모양")
        CUP = "cup", _("잔 모양")
        DROP = "drop", _("방울 모양")
        SPRAY = "spray", _("여러 송이")

    name = models.CharField(
        _("이름"), max_length=40, unique=True, help_text=_("사라도령이 부르는 이름. 예: 숨트일꽃")
    )
    meaning = models.CharField(
        _("뜻(오늘의 비유)"),
        max_length=120,
        help_text=_("그림 아래에 보이는 말. 점이나 약속이 아니라 비유로. 예: 숨 고르기"),
    )
    purpose = models.CharField(
        _("어울리는 때"), max_length=120, help_text=_("어떤 마음에 건네는지. 예: 지쳤을 때")
    )
    colour = models.CharField(
        _("빛깔"),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("빛깔은 #f2b8c6처럼 적어 주세요."))],
        help_text=_("그림의 빛깔. 예: #f2b8c6"),
    )
    shape = models.CharField(_("모양"), max_length=8, choices=Shape, default=Shape.ROUND)
    may_be_given = models.BooleanField(
        _("건네도 되나"),
        default=False,
        help_text=_("죽음과 재앙의 꽃은 이야기로만 전하고 건네지 않아요."),
    )
    note = models.CharField(
        _("조심할 것"),
        max_length=200,
        blank=True,
        help_text=_("건넬 수 있는 꽃이면 지시문에 함께 들어가요."),
    )
    position = models.PositiveSmallIntegerField(_("순서"), default=100)

    class Meta:
        verbose_name = _("꽃")
        verbose_name_plural = _("꽃")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & (Q(may_be_given=False) | ~Q(meaning="")),
                name="persona_flower_given_has_name_and_meaning",
                violation_error_message=_("건넬 꽃에는 이름과 뜻이 있어야 해요."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CrisisLineQuerySet(models.QuerySet["CrisisLine"]):
    def shown(self) -> Self:
        return self.filter(is_shown=True).order_by("position", "number")


class CrisisLine(models.Model):
    """A number to call when someone is in danger: shown on every page, spoken by the persona."""

    number = models.CharField(
        _("전화번호"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9]+(-[0-9]+)*$", _("번호는 숫자와 -로만 적어 주세요."))],
    )
    name = models.CharField(
        _("이름"), max_length=60, help_text=_("전화를 받는 곳의 이름. 예: 자살예방 상담전화")
    )
    for_whom = models.CharField(
        _("누구에게"),
        max_length=120,
        help_text=_("어떤 때 거는 번호인지 걸 사람의 말로. 예: 죽고 싶은 생각이 들 때"),
    )
    hours = models.CharField(_("받는 때"), max_length=60, help_text=_("예: 24시간"))
    verified_on = models.DateField(
        _("확인한 날"),
        null=True,
        blank=True,
        help_text=_(
            "직접 걸어 보거나 그곳의 안내를 본 날. 석 달이 지나면 다시 확인해야 게시할 수 있어요."
        ),
    )
    verified_by = models.CharField(
        _("확인한 이"), max_length=60, blank=True, help_text=_("확인한 사람의 이름.")
    )
    position = models.PositiveSmallIntegerField(_("순서"), default=100)
    is_shown = models.BooleanField(
        _("보이기"), default=True, help_text=_("확인한 번호만 보일 수 있어요.")
    )

    objects = CrisisLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("위기 전화")
        verbose_name_plural = _("위기 전화")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="persona_crisisline_verification_is_whole",
                violation_error_message=_("확인한 날과 확인한 이를 함께 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(verified_on__isnull=False),
                name="persona_crisisline_shown_is_verified",
                violation_error_message=_("확인한 적 없는 번호는 보일 수 없어요."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(name=""),
                name="persona_crisisline_has_number_and_name",
                violation_error_message=_("번호와 이름을 모두 적어 주세요."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def is_overdue(self, on: date) -> bool:
        """Say whether the number was not verified by that day, or too long ago to be relied on."""
        if self.verified_on is None or self.verified_on > on:
            return True
        return on - self.verified_on > VERIFIED_FOR
