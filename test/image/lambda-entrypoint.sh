#!/bin/sh
# The entry point of the stand-in base image. As in the real one, the image's CMD is the handler's name.
export _HANDLER="$1"
exec /var/lang/bin/node /var/runtime/node_modules/aws-lambda-ric/index.mjs "$1"
