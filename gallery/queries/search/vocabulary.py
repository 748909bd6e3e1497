"""Words that are neither names nor ages nor times."""

ANYBODY = {"anybody", "anyone", "everybody", "everyone", "somebody", "someone", "people"}
AND = {"and", "&", "+", "plus"}
WITH = (("together", "with"), ("and", "with"), ("with",))
WITHOUT = (
    ("not", "with"),
    ("but", "not"),
    ("and", "not"),
    ("except", "for"),
    ("without",),
    ("except",),
    ("minus",),
    ("not",),
    ("no",),
)
ALONE = (
    *((without, anybody, "else") for without in ("without", "with") for anybody in ANYBODY),
    *(("by", own) for own in ("herself", "himself", "themselves")),
    *(("on", their, "own") for their in ("her", "his", "their")),
    ("with", "nobody", "else"),
    ("with", "nobody"),
    ("and", "nobody", "else"),
    ("nobody", "else"),
    ("alone",),
    ("only",),
    ("just",),
)
VIDEOS = {"video", "videos", "film", "films", "movie", "movies", "clip", "clips"}
PHOTOS = {"photo", "photos", "picture", "pictures", "pic", "pics", "image", "images"}
BIRTHDAY = {"birthday", "birthdays", "bday"}
_NOISE = """
a all an at been being did during find for from give had has have her his i in is look me my of on
our party please search see show taken that the their then there together us was we were when
where which who
"""
NOISE = set(_NOISE.split())
