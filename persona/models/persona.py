"""The persona as editors work on it: a draft, until it is published."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from persona.models.revision import PersonaRevision
from persona.models.voice import VoiceModel

MAX_POSITION = 9_999  # of a section; above it, the admin keeps room to reorder in


class Persona(models.Model):
    """Whom one talks with. Ranges are the provider's; a value outside them fails every call."""

    class Voice(models.TextChoices):
        CEDAR = "cedar", _("cedar (권장, 낮은 남성)")
        MARIN = "marin", _("marin (권장, 여성)")
        ALLOY = "alloy", "alloy"
        ASH = "ash", "ash"
        BALLAD = "ballad", "ballad"
        CORAL = "coral", "coral"
        ECHO = "echo", "echo"
        SAGE = "sage", "sage"
        SHIMMER = "shimmer", "shimmer"
        VERSE = "verse", "verse"

    class NoiseReduction(models.TextChoices):
        OFF = "", _("끔")
        NEAR_FIELD = "near_field", _("가까운 마이크(전화, 헤드폰)")
        FAR_FIELD = "far_field", _("먼 마이크(노트북, 회의실)")

    class TurnDetection(models.TextChoices):
        SERVER_VAD = "server_vad", _("조용해지면 (server_vad)")
        SEMANTIC_VAD = "semantic_vad", _("말이 끝난 듯하면 (semantic_vad)")

    class Eagerness(models.TextChoices):
        AUTO = "auto", _("알아서")
        LOW = "low", _("느긋하게 (8초까지 기다림)")
        MEDIUM = "medium", _("보통 (4초까지)")
        HIGH = "high", _("재빨리 (2초까지)")

    class TurnTaking(models.TextChoices):
        HALF_DUPLEX = "half-duplex", _("번갈아 말하기")
        BARGE_IN = "barge-in", _("끼어들 수 있음(헤드폰)")

    slug = models.SlugField(_("주소 이름"), unique=True)
    name = models.CharField(_("이름"), max_length=60)
    greeting = models.TextField(_("첫인사"), help_text=_("AI라는 것을 여기서 한 번 밝혀요."))
    replay_instructions = models.TextField(
        _("다시 이은 뒤의 한 마디 지시"),
        help_text=_("끊겼다 이어진 뒤 첫 대답에만 더하는 지시. 인사 없이 하던 말을 잇게 해요."),
    )
    voice_model = models.ForeignKey(
        VoiceModel, models.PROTECT, related_name="personas", verbose_name=_("목소리 모델")
    )
    voice = models.CharField(_("목소리"), max_length=16, choices=Voice, default=Voice.CEDAR)
    speed = models.DecimalField(
        _("빠르기"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal("1.5"))],
        help_text=_("0.25에서 1.5까지. 1이 보통."),
    )
    max_output_tokens = models.PositiveSmallIntegerField(
        _("한 대답의 길이(토큰)"),
        default=1024,
        validators=[MinValueValidator(1), MaxValueValidator(4096)],
        help_text=_("말 1초가 약 20토큰. 너무 짧으면 말이 끊겨요."),
    )
    transcription_model = models.CharField(
        _("받아쓰기 모델"),
        max_length=60,
        default="gpt-4o-mini-transcribe",
        help_text=_("방문자의 말을 글로 옮기는 모델. 화면 자막에 쓰여요."),
    )
    noise_reduction = models.CharField(
        _("잡음 줄이기"),
        max_length=12,
        choices=NoiseReduction,
        default=NoiseReduction.NEAR_FIELD,
        blank=True,
    )
    turn_taking = models.CharField(
        _("차례 나누기"), max_length=12, choices=TurnTaking, default=TurnTaking.HALF_DUPLEX
    )
    echo_tail_ms = models.PositiveSmallIntegerField(
        _("여운(밀리초)"),
        default=200,
        validators=[MaxValueValidator(2000)],
        help_text=_("말이 끝난 뒤 마이크를 더 닫아 두는 시간."),
    )
    turn_detection = models.CharField(
        _("말끝 알아채기"), max_length=12, choices=TurnDetection, default=TurnDetection.SERVER_VAD
    )
    threshold = models.DecimalField(
        _("소리 문턱"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0에서 1까지. 크면 큰 소리만 말로 들어요. 조용해지면 방식에만 쓰여요."),
    )
    prefix_padding_ms = models.PositiveSmallIntegerField(
        _("앞 여유(밀리초)"), default=300, validators=[MaxValueValidator(5000)]
    )
    silence_duration_ms = models.PositiveSmallIntegerField(
        _("조용함(밀리초)"),
        default=700,
        validators=[MinValueValidator(100), MaxValueValidator(5000)],
        help_text=_("이만큼 조용하면 말이 끝난 것으로 봐요."),
    )
    eagerness = models.CharField(
        _("서두름"), max_length=8, choices=Eagerness, default=Eagerness.AUTO
    )
    create_response = models.BooleanField(_("말이 끝나면 스스로 대답"), default=True)
    interrupt_response = models.BooleanField(_("말이 시작되면 대답 멈춤"), default=True)
    live_revision = models.ForeignKey(
        PersonaRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("게시된 판"),
    )

    class Meta:
        verbose_name = _("인물")
        verbose_name_plural = _("인물")
        permissions = [
            ("publish_persona", _("인물을 게시할 수 있음")),
            ("revert_persona", _("앞선 판으로 되돌릴 수 있음")),
            ("hear_draft", _("초안을 들어 볼 수 있음")),
            ("edit_protected_sections", _("보호된 지시문을 고칠 수 있음")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(speed__gte=Decimal("0.25"), speed__lte=Decimal("1.5")),
                name="persona_persona_speed_in_range",
                violation_error_message=_("빠르기는 0.25에서 1.5까지예요."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=1),
                name="persona_persona_threshold_in_range",
                violation_error_message=_("소리 문턱은 0에서 1까지예요."),
            ),
            models.CheckConstraint(
                condition=Q(max_output_tokens__gte=1, max_output_tokens__lte=4096),
                name="persona_persona_output_in_range",
                violation_error_message=_("한 대답은 1에서 4096 토큰까지예요."),
            ),
            models.CheckConstraint(
                condition=Q(
                    echo_tail_ms__lte=2000,
                    prefix_padding_ms__lte=5000,
                    silence_duration_ms__gte=100,
                    silence_duration_ms__lte=5000,
                ),
                name="persona_persona_times_in_range",
                violation_error_message=_("밀리초로 적은 시간이 너무 짧거나 길어요."),
            ),
            models.CheckConstraint(
                condition=Q(turn_taking__in=["half-duplex", "barge-in"])
                & Q(turn_detection__in=["server_vad", "semantic_vad"])
                & Q(eagerness__in=["auto", "low", "medium", "high"])
                & Q(noise_reduction__in=["", "near_field", "far_field"]),
                name="persona_persona_choices_are_known",
                violation_error_message=_("고를 수 있는 값이 아니에요."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(greeting="") & ~Q(replay_instructions=""),
                name="persona_persona_has_its_words",
                violation_error_message=_("이름과 첫인사, 다시 이은 뒤의 지시를 모두 적어 주세요."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstructionSection(models.Model):
    """One titled part of the instructions. Protected ones keep people safe: see `Role`."""

    class Role(models.TextChoices):
        """What a protected section is for. No revision is published without each of them."""

        ORDINARY = "", _("보통")
        PRIORITIES = "priorities", _("우선순위")
        IDENTITY = "identity", _("정체성(AI 밝힘)")
        PROHIBITIONS = "prohibitions", _("금지")
        CRISIS = "crisis", _("위기 대응")
        PRIVACY = "privacy", _("개인정보와 나이")

    persona = models.ForeignKey(
        Persona, models.CASCADE, related_name="sections", verbose_name=_("인물")
    )
    position = models.PositiveSmallIntegerField(
        _("순서"), validators=[MaxValueValidator(MAX_POSITION)]
    )
    title = models.CharField(_("제목"), max_length=120)
    body = models.TextField(_("내용"))
    is_protected = models.BooleanField(
        _("보호됨"), default=False, help_text=_("안전 담당만 고칠 수 있어요.")
    )
    role = models.CharField(
        _("구실"), max_length=16, choices=Role, default=Role.ORDINARY, blank=True
    )

    class Meta:
        verbose_name = _("지시문")
        verbose_name_plural = _("지시문")
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "position"],
                name="persona_instructionsection_one_per_position",
                violation_error_message=_("같은 순서의 지시문이 이미 있어요."),
            ),
            models.UniqueConstraint(
                fields=["persona", "role"],
                condition=~Q(role=""),
                name="persona_instructionsection_one_per_role",
                violation_error_message=_("이 구실을 하는 지시문이 이미 있어요."),
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(is_protected=True),
                name="persona_instructionsection_role_is_protected",
                violation_error_message=_("구실이 있는 지시문은 보호되어야 해요."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""),
                name="persona_instructionsection_has_title_and_body",
                violation_error_message=_("제목과 내용을 모두 적어 주세요."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
