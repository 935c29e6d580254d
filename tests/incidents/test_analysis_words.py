"""Numbers and verdicts as people read them."""

from urllib.parse import urlencode

import pytest
from django.utils.translation import override

from incidents.domain.analysis.aoristic import counted_hours
from incidents.domain.analysis.effect import Effect, Span, judge
from incidents.domain.analysis.effect_words import change_in_words, interval_in_words, sentence
from incidents.domain.analysis.numbers import p_in_words, written
from incidents.domain.analysis.poisson import rate_ratio
from incidents.tables.week import week_table


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(0.97, 1, "1,0"), (10.26, 1, "10,3"), (-0.001, 2, "0,00"), (7.5, 0, "8")],
)
def test_numbers_are_rounded_and_never_minus_nought(value, places, text):
    with override("vi"):
        assert written(value, places) == text


def test_a_small_p_is_not_written_as_nothing():
    with override("vi"):
        assert p_in_words(0.0000001) == "< 0,001"
        assert p_in_words(0.0314) == "0,031"


def test_a_change_is_said_in_percent_or_in_words():
    with override("en"):
        assert change_in_words(rate_ratio(15, 30)) == "fell by 50%"
        assert change_in_words(rate_ratio(5, 4)) == "rose by 25%"
        assert change_in_words(rate_ratio(5, 0)) == "rose from none"
        assert change_in_words(rate_ratio(0, 0)) == "had no incidents before or after"
        assert change_in_words(rate_ratio(7, 7)) == "stayed the same"
        assert interval_in_words(rate_ratio(5, 0)).startswith("∞ (")
        assert interval_in_words(rate_ratio(0, 0)) == "–"


def test_small_counts_are_said_as_they_are():
    with override("en"):
        assert change_in_words(rate_ratio(49, 3), (3, 49)) == "rose from 3 to 49"
        assert change_in_words(rate_ratio(1, 5), (5, 1)) == "fell from 5 to 1"
        assert change_in_words(rate_ratio(30, 40), (40, 30)) == "fell by 25%"
        assert change_in_words(rate_ratio(4, 4), (4, 4)) == "stayed the same"


@pytest.mark.parametrize(
    ("before", "after"),
    [((25, 12, 100), (8, 23, 100)), ((30, 10, 100), (8, 20, 100)), ((12, 0, 100), (3, 5, 100))],
)
def test_no_move_is_denied_where_the_ring_rose(before, after):
    judged = judge(Span(*before, 365), Span(*after, 365))
    assert judged.effect is Effect.HELPED
    with override("vi"):
        said = sentence(judged)
    assert "không thấy dịch chuyển" not in said
    assert "chưa kết luận được" in said


def test_not_enough_data_says_just_that_in_vietnamese():
    with override("vi"):
        assert "Chưa đủ dữ liệu" in sentence(judge(Span(2, 0, 9, 90), Span(0, 1, 8, 90)))


def test_a_measure_that_helped_says_by_how_much():
    with override("vi"):
        said = sentence(judge(Span(40, 20, 200, 365), Span(12, 21, 205, 365)))
    assert "giảm từ 40 xuống 12" in said


def as_query(**filters: object) -> str:
    return urlencode(filters)


def test_the_table_of_hours_heats_what_stands_out_and_names_it():
    with override("vi"):
        table = week_table(counted_hours([(5, 20, 30), (0, 8, 1), (2, 21, 5)]), as_query)
        assert table.rows[20].cells[5].step == 4
        assert table.rows[8].cells[0].text == "1"
        assert (table.rows[3].cells[3].text, table.rows[3].cells[3].step) == ("", 0)
        assert "20" in table.sentence or "19" in table.sentence
        assert table.totals[5] == ("30", "weekday=6")
        assert table.rows[20].cells[5].url == "weekday=6&hour=20"
        assert (table.rows[20].url, table.rows[3].cells[3].url) == ("hour=20", "")
        assert not table.is_few
        few = week_table(counted_hours([(1, 1, 1), (3, 4, 2)]), as_query)
        assert few.is_few
        assert (few.rows[1].cells[1].step, few.rows[4].cells[3].step) == (2, 3)
