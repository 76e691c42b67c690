# One image for web, worker, beat and the one-time steps; what differs is the command.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/var/lib/opengov \
    STATIC_ROOT=/srv/opengov/static \
    BIND=0.0.0.0:8000

RUN useradd --uid 10001 --home-dir /var/lib/opengov --shell /usr/sbin/nologin opengov \
    && install -d -o opengov -g opengov /var/lib/opengov /srv/opengov/static /static

WORKDIR /opt/opengov
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .

USER opengov
# Gathering static files needs settings, not secrets: these values live in this one step.
RUN DEBUG=0 ALLOWED_HOSTS=build SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    python manage.py collectstatic --noinput --verbosity 0

EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=20s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "opengov.wsgi"]
