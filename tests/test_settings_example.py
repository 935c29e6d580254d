"""`.env.example` lists each setting that the code reads, with a sentence, and none that it does not."""

import itertools
import re

from launch.places import CHECKOUT

READ = re.compile(r'\b(?:env(?:\.\w+)?|os\.environ\.get)\(\s*"([A-Z_]+)"')
# Internal: never set by whoever runs the application.
INTERNAL = {"TEST_TEMPLATE", "XDG_RUNTIME_DIR", "DATABASE_URL_UNSET"}


def _read_by_the_code() -> set[str]:
    files = (CHECKOUT / "commune_police").rglob("*.py")
    return {name for file in files for name in READ.findall(file.read_text())} - INTERNAL


def test_each_setting_is_listed_with_a_sentence() -> None:
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    listed = {}
    for above, line in itertools.pairwise(lines):
        if match := re.match(r"#?([A-Z_]+)=", line):
            listed[match[1]] = above
    assert set(listed) == _read_by_the_code()
    assert [name for name, above in listed.items() if not above.startswith("# ")] == []
