# What the services' images do not hold, for deploy/kubernetes/tools.yaml and kubectl debug.
FROM docker.io/library/debian:13.1-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl procps rsync sqlite3 \
 && rm -rf /var/lib/apt/lists/*
USER 1654:1654
