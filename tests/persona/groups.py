"""The groups that staff are put in, by the names they have in the admin."""

WRITER, REVIEWER, SAFETY, KEEPER = "글쓴이", "제주어 감수", "안전 담당", "돌보는 이"
GROUPS = (WRITER, REVIEWER, SAFETY, KEEPER)
