#!/bin/sh
# The entry point of the stand-in base image. As in the real image, CMD is the name of the handler.
export _HANDLER="$1"
exec /var/lang/bin/node /var/runtime/node_modules/aws-lambda-ric/index.mjs "$1"
