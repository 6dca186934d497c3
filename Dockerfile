# The image of the site, in two stages: what builds it (pip, a cache, a compiler if need be) stays behind.
# For a build that is the same tomorrow, name the base by digest:
#   docker build --build-arg BASE=python:3.13-slim-bookworm@sha256:… -t stevedores:1 .
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
RUN python3 -m venv --without-pip /venv
COPY requirements/base.txt requirements/base.txt
# Each package by version and hash: a file that was replaced on its way is refused.
RUN python3 -m pip --python /venv/bin/python3 install --no-cache-dir --no-compile \
    --disable-pip-version-check --no-input --require-hashes -r requirements/base.txt
COPY manage.py gunicorn.conf.py ./
# The site itself says what to do when an alert comes.
COPY docs/runbook.md docs/runbook.md
COPY stevedores stevedores
COPY operations operations
COPY monitoring monitoring
COPY templates templates
COPY static static
# The key signs nothing here, and none stays in the image. Byte code is made now, because the root
# file system is read-only later; "unchecked" because nobody changes a source file in an image.
RUN SECRET_KEY=only-for-collecting-static-files /venv/bin/python3 manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python3 -m compileall -q --invalidation-mode unchecked-hash /venv/lib /app

FROM ${BASE}
ENV PATH=/venv/bin:$PATH \
    # Nobody's home; what asks for one finds the only folder that may be written to.
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    # glibc would keep up to eight heaps for each processor, and give none back; one thread runs at a time.
    MALLOC_ARENA_MAX=1 \
    # It would keep pieces that were let go for each thread apart: 80 KB for each of some 200 threads.
    GLIBC_TUNABLES=glibc.malloc.tcache_count=0 \
    # The resolver knows no time-out of ours: a name server that is silent would hold a request for 10 s.
    RES_OPTIONS="timeout:1 attempts:1" \
    BIND_HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
COPY --from=build /venv /venv
# Owned by root and read by all: the site cannot change its own code.
COPY --from=build /app /app
# A number, so that a platform can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python3", "-m", "stevedores.is_alive"]
# gunicorn is the first process: it hears SIGTERM itself, and buries the children of others. No tini.
CMD ["gunicorn"]
