"""The psychology teachers and research staff of the rehearsal city, and the rows of F07.

Persons are tokens; who lacks a teacher is left to the warehouse to find.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import date

from orchestration.rehearsal.city import SEED, City, School
from orchestration.rehearsal.enrolment import LAST_YEAR, Row, census_day, cohorts
from validations.code_lists import label_of
from validations.tokens import make_token

# The one county without a full-time researcher, and those where schools lag behind.
_NO_FULL_TIME_RESEARCHER = "360728"
_LAGGING = {"360725", "360734", "360735", "3607RJ"}
# Where somebody was recruited or retrained in spring 2026, and on which day.
_CAME_IN_2026 = ("360702", "360703", "360722", "360731", "360732", "360781", "3607SZ")
_SPRING = date(2026, 3, 1)


@dataclass(frozen=True)
class Post:
    """One person's post at a school (or, without one, at the unit's research office)."""

    token: str
    unit_code: str
    school_code: str
    post: str
    valid_from: date
    valid_to: date | None
    establishment: str
    served: tuple[str, ...]
    is_psych_major: bool
    certificate: str
    channel: str
    psych_hours: int
    other_hours: int


def posts_of(city: City) -> tuple[Post, ...]:
    """Every post held in the two school years, past ones with their last day."""
    posts: list[Post] = []
    for school in city.schools:
        if school.kind != "kindergarten" and school.code == school.lineage:
            posts += _posts_of_school(school)
    for unit_code in city.unit_codes:
        post = "pt_researcher" if unit_code == _NO_FULL_TIME_RESEARCHER else "ft_researcher"
        if unit_code != "3607SZ":
            posts.append(_post(unit_code, "", post, date(2021, 9, 1), _rng("research", unit_code)))
    return tuple(_with_newcomers(posts))


def _with_newcomers(posts: list[Post]) -> list[Post]:
    """Of each of the units named, the first recruited and the first retrained came in 2026."""
    newcomers: dict[tuple[str, str], Post] = {}
    for post in posts:
        is_teacher = post.post in ("ft_teacher", "pt_teacher") and post.valid_to is None
        if is_teacher and post.unit_code in _CAME_IN_2026 and post.valid_from.year < 2025:
            channel = "recruited" if post.post == "ft_teacher" else "converted"
            if post.channel == channel:
                newcomers.setdefault((post.unit_code, channel), post)
    new = {post.token for post in newcomers.values()}
    return [replace(post, valid_from=_SPRING) if post.token in new else post for post in posts]


def _posts_of_school(school: School) -> list[Post]:
    rng = _rng("staff", school.lineage)
    pupils = sum(cohort.size for cohort in cohorts(school, LAST_YEAR))
    wanted = pupils // 800 + (pupils > 350)
    posts = []
    for _ in range(wanted):
        if rng.random() < (0.45 if school.unit_code in _LAGGING else 0.8):
            since = date(rng.choice((2019, 2021, 2023, 2024, 2025)), 9, 1)
            posts.append(_post(school.unit_code, school.code, "ft_teacher", since, rng))
    if not posts and pupils and rng.random() < (0.7 if school.unit_code in _LAGGING else 0.9):
        since = date(rng.choice((2020, 2022, 2024)), 9, 1)
        posts.append(_post(school.unit_code, school.code, "pt_teacher", since, rng))
    if posts and rng.random() < 0.15:
        posts.append(_post(school.unit_code, school.code, "station_head", date(2023, 3, 1), rng))
    return posts


def _post(unit_code: str, school_code: str, post: str, since: date, rng: random.Random) -> Post:
    is_full_time = post.startswith("ft")
    who = f"{SEED} {unit_code} {school_code} {post} {since} {rng.random()}"
    digest = hashlib.blake2b(who.encode(), digest_size=8).digest()
    is_major = rng.random() < (0.6 if is_full_time else 0.15)
    psych = rng.randint(8, 16) if is_full_time else rng.randint(1, 5)
    other = rng.choice((0, 0, 2, 4, 6)) if is_full_time else rng.randint(6, 14)
    return Post(
        token=make_token("S", int.from_bytes(digest)),
        unit_code=unit_code,
        school_code=school_code,
        post=post,
        valid_from=since,
        # Some leave at the end of a school year, most stay.
        valid_to=date(2026, 7, 31) if post == "ft_teacher" and rng.random() < 0.08 else None,
        establishment=rng.choice(("permanent", "permanent", "permanent", "filed", "contract")),
        served=(),
        is_psych_major=is_major,
        certificate=rng.choice(("teacher", "intermediate", "b_level"))
        if is_major or rng.random() < 0.5
        else rng.choice(("none", "other")),
        channel=rng.choice(("recruited", "converted", "transferred")),
        psych_hours=psych,
        other_hours=other,
    )


def staff_rows(city: City, posts: tuple[Post, ...], unit_code: str, semester: str) -> list[Row]:
    """The rows of F07 of one unit: posts begun by the census day and not long ended.

    Posts of a school that has closed go on at the school it merged into.
    """
    on = census_day(semester)
    moved = {s.code: s.merged_into for s in city.schools if s.merged_into and not s.is_open(on)}
    gone = {s.code for s in city.schools if not s.is_open(on)} - moved.keys()
    return [
        _row(post, moved.get(post.school_code) or post.school_code)
        for post in posts
        if post.unit_code == unit_code and post.valid_from <= on and post.school_code not in gone
    ]


def _row(post: Post, school_code: str) -> Row:
    return {
        "staff_token": post.token,
        "unit_code": label_of("unit", post.unit_code),
        "school_code": school_code,
        "post_code": label_of("post_code", post.post),
        "valid_from": post.valid_from.isoformat(),
        "valid_to": post.valid_to.isoformat() if post.valid_to else "",
        "establishment": label_of("establishment", post.establishment),
        "served_school_codes": "；".join(post.served),
        "psych_major": "是" if post.is_psych_major else "否",
        "certificate": label_of("certificate", post.certificate),
        "entry_channel": label_of("entry_channel", post.channel),
        "psych_hours_week": str(post.psych_hours),
        "other_hours_week": str(post.other_hours),
        "explain_code": "",
        "explain": "",
    }


def _rng(*parts: str) -> random.Random:
    return random.Random(" ".join((str(SEED), *parts)))  # noqa: S311 - invented data
