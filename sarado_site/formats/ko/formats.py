"""How the admin writes an hour: 2026년 11월 26일 17:07, as the doors' own pages do."""

DATETIME_FORMAT = "Y년 n월 j일 H:i"
TIME_FORMAT = "H:i"
