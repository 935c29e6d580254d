"""SQL functions for Vietnamese order and diacritic-blind search, immutable so that columns can be generated.

The order is that of Vietnamese dictionaries: a ă â b c d đ e ê … ư v w x y z; where letters are equal,
the tones ngang, huyền, hỏi, ngã, sắc, nặng decide.
"""

import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Combining marks in the order of the tones after ngang (no mark).
TONES = "\u0300\u0309\u0303\u0301\u0323"
FIRST_KEY = ord("A")


def _toned() -> list[tuple[str, str, int]]:
    """Return every vowel with a tone as (composed letter, plain letter, rank of the tone)."""
    return [
        (unicodedata.normalize("NFC", vowel + mark), vowel, rank)
        for vowel in "aăâeêioôơuưy"
        for rank, mark in enumerate(TONES, start=1)
    ]


def _tables() -> tuple[str, str, str]:
    """Return the letters of ``translate`` with, position by position, their keys and tone ranks."""
    source, keys, marks = "", "", ""
    pairs = [(letter, letter, 0) for letter in ALPHABET] + _toned()
    for shown, plain, rank in pairs:
        key = chr(FIRST_KEY + ALPHABET.index(plain))
        for form in dict.fromkeys((shown, shown.upper())):
            source, keys, marks = source + form, keys + key, marks + str(rank)
    return source, keys, marks


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def functions_sql() -> str:
    """Return the SQL that creates ``vi_sort_key``, ``vi_name_sort_key``, ``vi_plain`` and their kin."""
    source, keys, marks = _tables()
    head = "LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    return f"""
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE FUNCTION vi_sort_key(value text) RETURNS text {head} STRICT AS $$
    SELECT translate(normalize(value, NFC), {_quoted(source)}, {_quoted(keys)})
        || ' ' || translate(normalize(value, NFC), {_quoted(source)}, {_quoted(marks)})
$$;
CREATE FUNCTION vi_name_sort_key(given text, family text, middle text) RETURNS text {head} AS $$
    SELECT public.vi_sort_key(coalesce(given, '')) || '  ' || public.vi_sort_key(coalesce(family, ''))
        || '  ' || public.vi_sort_key(coalesce(middle, ''))
$$;
CREATE FUNCTION vi_plain(value text) RETURNS text {head} STRICT AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFC)))
$$;
CREATE FUNCTION vi_plain2(one text, two text) RETURNS text {head} AS $$
    SELECT public.vi_plain(coalesce(one, '') || ' ' || coalesce(two, ''))
$$;
CREATE FUNCTION vi_person_search(family text, middle text, given text, number text) RETURNS text {head} AS $$
    SELECT public.vi_plain(concat_ws(' ', family, nullif(middle, ''), given, nullif(number, '')))
$$;
"""


DROP_SQL = """
DROP FUNCTION vi_person_search(text, text, text, text);
DROP FUNCTION vi_plain2(text, text);
DROP FUNCTION vi_plain(text);
DROP FUNCTION vi_name_sort_key(text, text, text);
DROP FUNCTION vi_sort_key(text);
"""
