"""Every sentence the page says to a visitor by itself. JavaScript holds none."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the sentences by the key that the page's modules ask for.

    `{attempt}`, `{attempts}` and `{time}` are filled in by the page.
    """
    return {**_status(), **_trouble(), **_mending(), **_captions(), **_goodbye(), **_instructions()}


def _status() -> dict[str, str]:
    """What role="status" says: one line for each phase, and for each floor while talking."""
    return {
        "idle": _("꽃밭 문이 열려 있어요"),
        "closed": _("지금은 꽃밭 문이 닫혀 있어요"),
        "preparing": _("꽃밭 문을 여는 중이에요"),
        "connecting": _("사라도령을 부르고 있어요"),
        "listening": _("듣고 있어요"),
        "listening_text": _("글을 기다리고 있어요"),
        "muted": _("마이크를 꺼 두었어요"),
        "visitor-speaking": _("귀 기울이고 있어요"),
        "thinking": _("생각하고 있어요"),
        "character-speaking": _("말하고 있어요"),
        "reconnecting": _("다시 잇고 있어요 ({attempt}/{attempts})"),
        "ended": _("이야기를 마쳤어요. 와 주셔서 고마워요"),
        "ended_limit": _("이번 이야기 시간이 다 되었어요. 와 주셔서 고마워요"),
        "ended_closing": _("꽃밭 문을 닫을 시간이에요. 와 주셔서 고마워요"),
        "failed": _("이야기가 멈췄어요"),
        "mute": _("마이크 끄기"),
        "unmute": _("마이크 켜기"),
        "opens_at": _("{time}에 다시 열어요."),
    }


def _trouble() -> dict[str, str]:
    """What role="alert" says. The server's own sentence, when it sent one, comes first."""
    return {
        "failed_lost": _("이야기가 끊겼어요. 다시 하기를 누르면 하던 이야기를 이어 가요."),
        "failed_network": _("인터넷에 닿지 않아요. 연결을 살펴보고 다시 눌러 주세요."),
        "failed_realtime_unavailable": _(
            "목소리를 잇는 곳이 대답하지 않아요. 조금 뒤에 다시 눌러 주세요."
        ),
        "failed_realtime_rejected": _("목소리를 잇지 못했어요. 나중에 다시 찾아와 주세요."),
        "failed_insufficient_quota": _("준비한 이야기 시간을 모두 썼어요. 나중에 다시 와 주세요."),
        "failed_budget_spent": _("오늘 준비한 이야기 시간을 모두 썼어요. 내일 다시 와 주세요."),
        "failed_invalid_api_key": _("목소리를 잇지 못했어요. 나중에 다시 찾아와 주세요."),
        "failed_house_full": _("지금은 자리가 모두 찼어요. 잠시 뒤에 다시 눌러 주세요."),
        "failed_house_closed": _("지금은 꽃밭 문이 닫혀 있어요."),
        "failed_rate_limited": _("너무 자주 눌렀어요. 잠시 쉬었다가 다시 눌러 주세요."),
        "failed_conversation_ended": _("이 이야기는 이미 마쳤어요. 새로 시작해 주세요."),
        "failed_other": _("뜻하지 않은 일로 이야기가 멈췄어요. 다시 눌러 주세요."),
        "reply_failed": _("말이 막혔어요. 한 번 더 말해 주세요."),
        "unheard": _("아직 목소리가 들리지 않아요. 천천히, 마이크 가까이에서 말해 주세요."),
        "absent": _("아직 계세요? 말씀이 없으면 곧 이야기를 마칠게요."),
        "offline": _("인터넷이 끊겼어요. 돌아오는 대로 이야기를 이어 갈게요."),
        "memory_lost": _("끊기기 전 이야기를 잊었어요. 한 번 더 들려주세요."),
    }


def _mending() -> dict[str, str]:
    """What is wrong with the visitor's own browser, and the step that mends it there."""
    return {
        "trouble_refused": _("마이크가 막혀 있어서 글로 이야기해요."),
        "mend_refused_ios": _(
            "말로 하려면 주소창의 ‘가가’를 누르고 ‘웹사이트 설정’에서 마이크를 허용한 뒤 "
            "다시 열어 주세요."
        ),
        "mend_refused_android": _(
            "말로 하려면 주소창 왼쪽의 그림을 누르고 ‘권한’에서 마이크를 켠 뒤 다시 열어 주세요."
        ),
        "mend_refused_other": _(
            "말로 하려면 주소창 왼쪽의 그림을 누르고 마이크를 허용한 뒤 다시 열어 주세요."
        ),
        "trouble_missing": _("마이크를 찾지 못해서 글로 이야기해요."),
        "mend_missing": _("말로 하려면 마이크나 이어폰을 꽂아 주세요. 찾으면 바로 이어 드려요."),
        "trouble_busy": _("다른 앱이 마이크를 쓰고 있어서 글로 이야기해요."),
        "mend_busy_ios": _("말로 하려면 통화나 녹음을 끝낸 뒤 이야기를 다시 시작해 주세요."),
        "mend_busy_android": _("말로 하려면 통화나 녹음을 끝낸 뒤 이야기를 다시 시작해 주세요."),
        "mend_busy_other": _("말로 하려면 화상 회의나 녹음 프로그램을 끄고 다시 시작해 주세요."),
        "trouble_insecure": _("이 주소에서는 마이크를 쓸 수 없어서 글로 이야기해요."),
        "mend_insecure": _("말로 하려면 주소가 https://로 시작하는지 살펴보고 다시 들어와 주세요."),
        "trouble_sound": _("소리가 막혀 있어요. 사라도령의 말은 글로 보여요."),
        "mend_sound_ios": _("‘소리 켜기’를 누르고, 옆면의 무음 단추와 소리 크기도 살펴봐 주세요."),
        "mend_sound_android": _("‘소리 켜기’를 누르고, 옆면 단추로 소리를 키워 주세요."),
        "mend_sound_other": _("‘소리 켜기’를 누르고, 이 탭이 음소거인지도 살펴봐 주세요."),
        "trouble_callless": _("이 브라우저로는 사라도령을 부를 수 없어요."),
        "mend_callless": _(
            "다른 앱 안에서 열었다면 메뉴에서 ‘다른 브라우저로 열기’를 골라 "
            "Safari나 Chrome으로 열어 주세요."
        ),
    }


def _goodbye() -> dict[str, str]:
    return {
        "transcript_head": _("사라도령과 나눈 이야기. 사라도령의 말은 생성형 AI가 지었습니다."),
        "transcript_name": _("사라도령과 나눈 이야기"),
        "copied": _("옮겨 담았어요. 메모에 붙여 넣으세요."),
        "copy_failed": _("옮겨 담지 못했어요. 파일로 저장해 주세요."),
        "saved": _("파일로 저장했어요."),
        "felt": _("알려 주셔서 고마워요. 누구인지는 남기지 않았어요."),
        "felt_heavier": _(
            "알려 주셔서 고마워요. 마음이 무거울 때는 ‘도움 전화’에서 사람과 이야기할 수 있어요."
        ),
    }


def _captions() -> dict[str, str]:
    return {
        "visitor": _("나"),
        "character": _("사라도령"),
        "not_heard": _("(알아듣지 못한 말)"),
        "flower_note": _("꽃의 뜻은 오늘에 맞게 새로 풀었어요."),
        "flower_keep": _("그림으로 간직하기"),
        "flower_away": _("꽃밭에 두기"),
        "flower_failed": _("그림으로 담지 못했어요. 한 번 더 눌러 주세요."),
        "flower_mark": _("생성형 AI 사라도령이 건넨 꽃 · 꽃의 뜻은 현대적 해석"),
    }


def _instructions() -> dict[str, str]:
    """What the character, not the visitor, is told: Korean, whatever the visitor reads."""
    return {
        "cut_short": "(말이 끊김)",
        "goodbye_instructions": (
            "곧 이야기 시간이 끝난다. 들은 마음 하나를 짧게 되짚고 두세 문장으로 작별 인사를 한다. "
            "위기 신호가 있었다면 인사보다 안내할 전화번호를 먼저 다시 말한다."
        ),
    }
