"""A list's address says what is shown, and says it again without loss."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lists.domain.address import LAST_PAGE, Address, parse_filters


def read(query: str) -> Address:
    return Address.read(QueryDict(query))


def test_filters_columns_order_and_page_are_read() -> None:
    address = read("commune=5&q=an&cols=name,birth&sort=-name&page=3")
    assert address.filters == (("commune", "5"), ("q", "an"))
    assert address.columns == ("name", "birth")
    assert (address.order, address.page) == ("-name", 3)


def test_empty_filters_are_left_out() -> None:
    assert read("commune=&q=  &status=left").filters == (("status", "left"),)


def test_a_page_that_is_no_number_is_the_first() -> None:
    assert read("page=x").page == 1
    assert read("page=-4").page == 1
    assert read("page=٣").page == 1


def test_no_page_lies_beyond_the_last() -> None:
    assert read("page=999999999999").page == LAST_PAGE


def test_everything_is_said_only_without_filters() -> None:
    assert read("all=1").query() == "all=1"
    assert read("all=1&q=an").query() == "q=an"


def test_taking_the_last_filter_away_means_everything() -> None:
    address = read("status=left&page=4").without([("status", "left")])
    assert address.everything
    assert address.page == 1


def test_another_order_begins_at_the_first_page() -> None:
    assert read("page=4&q=an").ordered("birth").query() == "q=an&sort=birth"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "commune", "tên", "a&b"]),
            st.text(min_size=1).filter(lambda text: bool(text.strip())),
        ),
        max_size=4,
    ),
    st.lists(st.sampled_from(["name", "birth", "phone"]), unique=True, max_size=3),
    st.integers(1, LAST_PAGE),
)
def test_what_is_written_reads_back(
    filters: list[tuple[str, str]], columns: list[str], page: int
) -> None:
    grouped = sorted(filters, key=lambda pair: pair[0])
    address = Address(tuple(grouped), tuple(columns) or None, "-name", page)
    again = read(address.query())
    assert sorted(again.filters) == sorted(address.filters)
    assert (again.columns, again.order, again.page) == (address.columns, "-name", page)
    assert sorted(parse_filters(address.filter_query)) == sorted(address.filters)
