# docker build -t pglint . && docker run --rm -v "$PWD:/src:ro" pglint check --no-cache
# Debian, since cel-expr-python has no wheel for Alpine's C library.
FROM python:3.13-slim AS build
COPY . /pglint
RUN python -m pip wheel --quiet --disable-pip-version-check --wheel-dir /wheels /pglint

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --quiet --no-cache-dir --disable-pip-version-check --no-index --find-links /wheels pglint \
    && useradd --create-home pglint
USER pglint
WORKDIR /src
ENTRYPOINT ["pglint"]
CMD ["check", "--no-cache"]
