"""Real projects: `pglint init` changes nothing that is found in them, and all that it proposes is read."""

from pathlib import Path

import pytest

from tests.corpus import collection
from tests.init.projects import changes_nothing, copy

pytestmark = pytest.mark.skipif(not collection.manifest(), reason="the collection of real files is not here")


@pytest.mark.parametrize("name", collection.stacks())
def test_nothing_changes_and_every_key_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy(collection.ROOT / "stacks" / name, tmp_path))
    text = changes_nothing(tmp_path, capfd)
    assert len(text.splitlines()) <= 60
