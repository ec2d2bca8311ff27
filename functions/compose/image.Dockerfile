# The image of the compose function: sharp and a bundle, no model and no onnxruntime. Context, stages and layers are as in
# functions/image.Dockerfile, from which it is built instead where a network draws comics.
# A dated tag never changes; Renovate proposes newer ones (docs/runbook.md, "Patches").
ARG BASE=public.ecr.aws/lambda/nodejs:24.2026.09.24.14

FROM --platform=${BUILDPLATFORM} ${BASE} AS tools
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/aws-cdk* node_modules/@biomejs node_modules/*/bin/*/darwin node_modules/*/bin/*/win32

FROM --platform=${BUILDPLATFORM} ${BASE} AS packages
# Without a default, which would beat what BuildKit sets by itself.
ARG TARGETARCH
WORKDIR /build
COPY package.json package-lock.json ./
RUN case "${TARGETARCH}" in amd64) cpu=x64 ;; arm64) cpu=arm64 ;; *) \
    echo "TARGETARCH must be amd64 or arm64; it is '${TARGETARCH}'. BuildKit sets it, others need --build-arg TARGETARCH=..." >&2; \
    exit 1 ;; esac \
  && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --os=linux --cpu=${cpu} --libc=glibc \
  && mkdir -p /layer/var/task && cp -r --parents -t /layer/var/task \
    node_modules/sharp/package.json node_modules/sharp/LICENSE node_modules/sharp/dist \
    node_modules/@img/colour node_modules/detect-libc node_modules/semver \
    node_modules/@img/sharp-linux-${cpu} node_modules/@img/sharp-libvips-linux-${cpu} \
  && rm -rf node_modules && chmod -R a-w,a+rX /layer/var/task \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

FROM tools AS bundles
COPY tsconfig.json ./
COPY build/functions.ts build/
COPY files/atomic-file.ts files/built.ts files/package-dir.ts files/
COPY core core
COPY functions functions
RUN node --import tsx build/functions.ts && mkdir -p /layer/var/task \
  && install --mode=444 dist/functions/compose/handler.mjs /layer/var/task/ \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

FROM ${BASE}
COPY --from=packages /layer /
COPY --from=bundles /layer /
CMD ["handler.handler"]
