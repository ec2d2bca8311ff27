# A stand-in for public.ecr.aws/lambda/nodejs:24, where no registry of images can be reached: Debian as debootstrap makes
# it, Node 24 and npm as npm packages, and Lambda's official runtime interface client. Names, folders, environment and
# entry point are those of the real base. Context: the folder that base-image.ts fills.
ARG DEBIAN

FROM ${DEBIAN} AS language
COPY node /var/lang
COPY npm /var/lang/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /var/lang/bin/npm
ENV PATH=/var/lang/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# The client is compiled, with curl and Lambda's C++ library inside it.
FROM language AS client
RUN apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
  autoconf automake cmake g++ libtool make python3 xz-utils
ARG CLIENT
WORKDIR /var/runtime
# npm's own node-gyp takes the headers that came with Node, and downloads none.
RUN npm_config_nodedir=/var/lang npm install --no-package-lock --ignore-scripts=false --foreground-scripts ${CLIENT} \
  && mkdir /client && cp -r --parents -t /client node_modules/aws-lambda-ric node_modules/@aws

FROM language
COPY --from=client /client /var/runtime
COPY lambda-entrypoint.sh /
ENV LANG=en_US.UTF-8 TZ=:/etc/localtime \
  PATH=/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin \
  LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib \
  LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime
WORKDIR /var/task
ENTRYPOINT ["/lambda-entrypoint.sh"]
