# The image of a function that runs networks: its bundle, and the networks of its line in core/functions.ts. FUNCTION is the
# name of its folder. The context is the project's root (.dockerignore). All stages but the last run on the builder's own
# processor without emulation: models and bundle are the same for every processor, and binaries come as packages. The layers are
# ordered from files that never change to files that change daily. Their files have no times, so the same files always give the
# same layer, and a change of the code uploads a few MB and no models.
# A dated tag never changes; Renovate proposes newer ones (docs/runbook.md, "Patches").
ARG BASE=public.ecr.aws/lambda/nodejs:24.2026.09.24.14

# Large files that no stage uses are removed, so that the builder does not cache them.
FROM --platform=${BUILDPLATFORM} ${BASE} AS tools
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/aws-cdk* node_modules/@biomejs node_modules/*/bin/*/darwin node_modules/*/bin/*/win32

# The prepared networks. Only the files that preparation needs are copied (a test compares this list with the imports).
FROM tools AS models
# Tasks of models, separated by spaces; empty: no networks.
ARG MODEL_TASKS=
# A model in place of the usual one of its task; empty: none.
ARG MODEL_ID=
# clear: only models whose licence is clear.
ARG LICENCE=any
COPY layers/model layers/model
COPY files/atomic-file.ts files/error-code.ts files/lock.ts files/package-dir.ts files/paths.ts files/process-tag.ts files/
COPY core/errors.ts core/label-vectors.ts core/model-card.ts core/
COPY functions/runtime/telemetry.ts functions/runtime/
COPY functions/inference/model.ts functions/inference/
RUN node --import tsx --input-type=module --eval "\
  import { prepareImage } from './layers/model/prepare-image.ts'; \
  await prepareImage(process.env, '/layer/opt/models');" \
  && chmod -R a-w,a+rX /layer/opt/models \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

# The packages that cannot be bundled: binaries for the target's processor, WebAssembly, and the few packages that they load.
# onnxruntime-node is a package for building, as in package.json, and holds the binaries of all processors.
FROM --platform=${BUILDPLATFORM} ${BASE} AS packages
# Without a default, which would beat what BuildKit sets by itself.
ARG TARGETARCH
WORKDIR /build
COPY package.json package-lock.json ./
COPY --from=tools /build/node_modules/onnxruntime-node /tools/node_modules/onnxruntime-node
COPY --from=tools /build/node_modules/onnxruntime-common /tools/node_modules/onnxruntime-common
RUN case "${TARGETARCH}" in amd64) cpu=x64 ;; arm64) cpu=arm64 ;; *) \
    echo "TARGETARCH must be amd64 or arm64; it is '${TARGETARCH}'. BuildKit sets it, others need --build-arg TARGETARCH=..." >&2; \
    exit 1 ;; esac \
  && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --os=linux --cpu=${cpu} --libc=glibc \
  && mkdir -p /layer/var/task && cp -r --parents -t /layer/var/task \
    node_modules/sharp/package.json node_modules/sharp/LICENSE node_modules/sharp/dist \
    node_modules/@img/colour node_modules/detect-libc node_modules/semver \
    node_modules/@img/sharp-linux-${cpu} node_modules/@img/sharp-libvips-linux-${cpu} \
    node_modules/libheif-js/package.json node_modules/libheif-js/LICENSE \
    node_modules/libheif-js/libheif-wasm/libheif-bundle.js node_modules/libheif-js/libheif-wasm/LICENSE \
    node_modules/@cwasm/nsbmp node_modules/@canvas/image-data \
  && rm -rf node_modules && cd /tools && cp -r --parents -t /layer/var/task \
    node_modules/onnxruntime-node/package.json node_modules/onnxruntime-node/dist \
    node_modules/onnxruntime-node/bin/napi-v6/linux/${cpu} \
    node_modules/onnxruntime-common/package.json node_modules/onnxruntime-common/dist/cjs \
  && chmod -R a-w,a+rX /layer/var/task \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

FROM tools AS bundles
COPY tsconfig.json ./
COPY build/functions.ts build/
COPY files/atomic-file.ts files/built.ts files/package-dir.ts files/
COPY core core
COPY functions functions
# The name of the folder of the function.
ARG FUNCTION
RUN node --import tsx build/functions.ts && mkdir -p /layer/var/task \
  && install --mode=444 "dist/functions/${FUNCTION:?give --build-arg FUNCTION=NAME}/handler.mjs" /layer/var/task/ \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

FROM ${BASE}
COPY --from=models /layer /
COPY --from=packages /layer /
COPY --from=bundles /layer /
# Turns off the telemetry of onnxruntime, which it sends by default. The code sets the variable too.
ENV ORT_DISABLE_TELEMETRY=1
CMD ["handler.handler"]
