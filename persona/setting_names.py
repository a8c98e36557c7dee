"""What an editor calls each setting of a compiled persona. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NAMES = {
    "session.model": gettext_lazy("목소리 모델"),
    "session.audio.output.voice": gettext_lazy("목소리"),
    "session.audio.output.speed": gettext_lazy("빠르기"),
    "session.audio.input.noise_reduction": gettext_lazy("잡음 줄이기"),
    "session.audio.input.noise_reduction.type": gettext_lazy("잡음 줄이기"),
    "session.audio.input.transcription.model": gettext_lazy("받아쓰기 모델"),
    "session.audio.input.transcription.language": gettext_lazy("받아쓰기 언어"),
    "session.audio.input.transcription.languages": gettext_lazy("받아쓰기 언어"),
    "session.audio.input.transcription.prompt": gettext_lazy("받아쓰기에 알려 두는 말"),
    "session.audio.input.transcription.keywords": gettext_lazy("받아쓰기에 알려 두는 말"),
    "session.audio.input.turn_detection.type": gettext_lazy("말끝 알아채기"),
    "session.audio.input.turn_detection.threshold": gettext_lazy("소리 문턱"),
    "session.audio.input.turn_detection.prefix_padding_ms": gettext_lazy("앞 여유(밀리초)"),
    "session.audio.input.turn_detection.silence_duration_ms": gettext_lazy("조용함(밀리초)"),
    "session.audio.input.turn_detection.eagerness": gettext_lazy("서두름"),
    "session.audio.input.turn_detection.create_response": gettext_lazy("말이 끝나면 스스로 대답"),
    "session.audio.input.turn_detection.interrupt_response": gettext_lazy(
        "말이 시작되면 대답 멈춤"
    ),
    "session.max_output_tokens": gettext_lazy("한 대답의 길이(토큰)"),
    "session.output_modalities": gettext_lazy("대답하는 꼴"),
    "session.tool_choice": gettext_lazy("도구 고르기"),
    "session.truncation": gettext_lazy("오래된 말 잊기"),
    "session.type": gettext_lazy("세션 갈래"),
    "visitor.name": gettext_lazy("이름"),
    "visitor.greeting": gettext_lazy("첫인사"),
    "visitor.turn_taking.mode": gettext_lazy("차례 나누기"),
    "visitor.turn_taking.echo_tail_ms": gettext_lazy("여운(밀리초)"),
    "visitor.replay.max_turns": gettext_lazy("다시 들려주는 차례 수"),
    "visitor.replay.max_tokens": gettext_lazy("다시 들려주는 길이(토큰)"),
    "visitor.replay.instructions": gettext_lazy("다시 이은 뒤의 한 마디 지시"),
}


def setting_name(path: str, key: str = "") -> str:
    """Return the name of the setting at `path`; of a row in a list, with its key."""
    if path == "session.tools":
        return _("도구 %(name)s") % {"name": key}
    if path == "visitor.flowers":
        return _("꽃 '%(name)s'") % {"name": key}
    if path == "visitor.crisis_lines":
        return _("위기 전화 %(number)s") % {"number": key}
    if path == "visitor.glossary":
        return _("제주어 '%(phrase)s'") % {"phrase": key}
    return str(_NAMES.get(path, path))
