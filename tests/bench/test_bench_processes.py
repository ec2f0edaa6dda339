"""The servers that the bench compares with answer."""

from http import HTTPStatus

import httpx
import pytest

from tests.bench import processes


@pytest.mark.parametrize("script", ["bare_empty", "bare_table"])
def test_a_bare_page_is_served(script: str) -> None:
    with processes.bare(script) as server:
        assert httpx.get(server.url).status_code == HTTPStatus.OK
