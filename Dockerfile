# The whole studio in one container: docs/guide/container.md. The context is the project's root (Dockerfile.dockerignore).
# All stages but the last run on the builder's own processor without emulation. The layers are ordered from files that never
# change to files that change daily, and their files have no times: the same files always give the same layer.
# A tag with all three numbers; Renovate proposes newer ones (docs/runbook.md, "Patches").
ARG BASE=docker.io/library/node:24.21.0-bookworm-slim
# The base of the stages that build. With the base of the functions' images, their first two stages serve for both.
ARG BUILDER=${BASE}

# Large files that no stage uses are removed, so that the builder does not cache them.
FROM --platform=${BUILDPLATFORM} ${BUILDER} AS tools
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/aws-cdk* node_modules/@biomejs node_modules/*/bin/*/darwin node_modules/*/bin/*/win32

# The prepared networks. Only the files that preparation needs are copied (a test compares this list with the imports).
FROM tools AS models
# Those of matting, which are the usual ones of all functions.
ARG MODEL_TASKS="matting person-prior face-box face-landmarks face-details object-detection"
# These have other values in the images of functions only.
ARG MODEL_ID=
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

# The packages that cannot be bundled, for the target's processor. npm installs no development packages here, so onnxruntime
# comes from the tools.
FROM --platform=${BUILDPLATFORM} ${BUILDER} AS packages
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
  && mkdir -p /layer/opt/zerobooth && cp -r --parents -t /layer/opt/zerobooth \
    node_modules/sharp/package.json node_modules/sharp/LICENSE node_modules/sharp/dist \
    node_modules/@img/colour node_modules/detect-libc node_modules/semver \
    node_modules/@img/sharp-linux-${cpu} node_modules/@img/sharp-libvips-linux-${cpu} \
    node_modules/libheif-js/package.json node_modules/libheif-js/LICENSE \
    node_modules/libheif-js/libheif-wasm/libheif-bundle.js node_modules/libheif-js/libheif-wasm/LICENSE \
    node_modules/@cwasm/nsbmp node_modules/@canvas/image-data node_modules/zod \
  && rm -rf node_modules && cd /tools && cp -r --parents -t /layer/opt/zerobooth \
    node_modules/onnxruntime-node/package.json node_modules/onnxruntime-node/dist \
    node_modules/onnxruntime-node/bin/napi-v6/linux/${cpu} \
    node_modules/onnxruntime-common/package.json node_modules/onnxruntime-common/dist/cjs \
  && chmod -R a-w,a+rX /layer/opt/zerobooth \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

# Functions, page and command line as in the npm package. The licences of what they contain come with them.
FROM tools AS program
COPY . .
RUN node --import tsx build/program.ts && mkdir -p /layer/opt/zerobooth && cp -r --parents -t /layer/opt/zerobooth \
    package.json NOTICE LICENSE cli/load.cjs cli/zerobooth.cjs local/lambda/runtime-client.mjs local/container/init.sh \
    dist/functions dist/lib dist/web dist/licences.txt layers/model/manifest.json layers/model/prepare/ranges-isnet.json \
  && mkdir /data && chmod -R a-w,a+rX /layer/opt/zerobooth \
  && node --eval "const fs = require('node:fs'); \
    for (const name of ['', ...fs.readdirSync('/layer', { recursive: true })]) fs.lutimesSync('/layer/' + name, 0, 0);"

FROM ${BASE}
COPY --from=models /layer /
COPY --from=packages /layer /
COPY --from=program /layer /
COPY --from=program --chown=node:node /data /data
ENV ZEROBOOTH_MODEL_STORE=/opt/models ZEROBOOTH_DATA_DIR=/data NODE_ENV=production ORT_DISABLE_TELEMETRY=1
USER node
WORKDIR /data
VOLUME /data
EXPOSE 7860
ENTRYPOINT ["/opt/zerobooth/local/container/init.sh"]
CMD ["start", "--host", "0.0.0.0"]
