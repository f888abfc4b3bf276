"""The guided workshop in real browsers: a facilitator's page, phones that vote, and the password beside the code."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from served import ANSWERED, PATIENT, served

pytestmark = pytest.mark.xdist_group("dashboard")
PASSWORD = "correct horse battery"  # noqa: S105


@pytest.fixture(scope="module")
def locked(browser: Browser) -> Iterator[str]:
    with served((8, 16), years=1, password=PASSWORD) as at:
        yield at


def test_a_browser_signs_in_with_the_password(browser: Browser, locked: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(locked)
    page.get_by_label("Password for this workshop").fill(PASSWORD)
    page.get_by_role("button", name="Open the dashboard").click()
    page.wait_for_selector(ANSWERED, state="attached", timeout=PATIENT)
    context.close()
