"""What the persona knows: Jeju phrases, the flowers of the garden, and the crisis lines."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from persona.spelling import validate_modern_spelling


class JejuPhraseQuerySet(models.QuerySet["JejuPhrase"]):
    def reviewed(self) -> Self:
        return self.filter(review_state=JejuPhrase.ReviewState.REVIEWED)

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
        help_text=_("목소리 모델은 옛한글을 읽지 못해요. 요즘 표기로 적어 주세요."),
    )
    old_spelling = models.CharField(
        _("옛 표기(아래아)"), max_length=60, blank=True, help_text=_("화면에만 보여요.")
    )
    standard_korean = models.CharField(_("표준어 뜻"), max_length=120)
    english = models.CharField(_("영어 뜻"), max_length=120, blank=True)
    category = models.CharField(_("갈래"), max_length=16, choices=Category)
    usage_note = models.CharField(
        _("쓰임"),
        max_length=300,
        blank=True,
        validators=[validate_modern_spelling],
        help_text=_("지시문에 고른 말이면 뜻 뒤 괄호에 그대로 들어가요. 짧게 적어 주세요."),
    )
    pronunciation_hint = models.CharField(
        _("소리"),
        max_length=60,
        blank=True,
        validators=[validate_modern_spelling],
        help_text=_("들리는 대로. 예: 소갇쑤다"),
    )
    review_state = models.CharField(
        _("감수"), max_length=10, choices=ReviewState, default=ReviewState.UNREVIEWED
    )
    source = models.TextField(_("출처"), blank=True)
    remarks = models.TextField(_("덧붙임"), blank=True, help_text=_("편집하는 이만 보는 글이에요."))
    in_instructions = models.BooleanField(_("지시문에 넣기"), default=False)
    instruction_order = models.PositiveSmallIntegerField(
        _("지시문 순서"), default=100, help_text=_("작은 수가 먼저. 앞의 40개까지만 들어가요.")
    )

    objects = JejuPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("제주어")
        verbose_name_plural = _("제주어")
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
                condition=Q(in_instructions=False) | Q(review_state="reviewed"),
                name="persona_jejuphrase_only_reviewed_is_taught",
                violation_error_message=_("감수를 마친 말만 지시문에 넣을 수 있어요."),
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

    name = models.CharField(_("이름"), max_length=40, unique=True)
    meaning = models.CharField(_("뜻(오늘의 비유)"), max_length=120)
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
    may_be_given = models.BooleanField(_("건네도 되나"), default=False)
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
    name = models.CharField(_("이름"), max_length=60)
    for_whom = models.CharField(_("누구에게"), max_length=120)
    hours = models.CharField(_("받는 때"), max_length=60)
    verified_on = models.DateField(_("확인한 날"), null=True, blank=True)
    verified_by = models.CharField(_("확인한 이"), max_length=60, blank=True)
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
