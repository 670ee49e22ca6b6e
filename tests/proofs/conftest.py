"""The proofs that this run of pytest asks for, tried side by side from its first test on."""

from collections.abc import Iterator

import pytest

from tests.proofs.trial import Trials
from tests.real import programs


@pytest.fixture(scope="session")
def trials(request: pytest.FixtureRequest) -> Iterator[Trials]:
    with programs.folder() as home, Trials(home) as found:
        for item in request.session.items:
            call = getattr(item, "callspec", None)
            if call and "proof" in call.params and "run" in call.params:
                found.begin(call.params["proof"], call.params["run"])
        yield found
