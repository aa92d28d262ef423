# JupyterLab with both lessons and all dependencies:
#
#   docker build -t mnist-lab .
#   docker run --rm -p 127.0.0.1:8888:8888 mnist-lab      # then open the URL that it prints
#
# Mount a folder to keep your changes: -v "$PWD/notebooks:/lab/notebooks".

ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /lab \
  && chown node:node /lab
WORKDIR /lab

# Additional tools for setup and contributors; .devcontainer starts here.
FROM base AS tools
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ git \
  && rm -rf /var/lib/apt/lists/*
USER node

FROM tools AS made
COPY --chown=node:node . .
# Install packages, TensorFlow, the kernel and the datasets, so that the image needs no internet access.
RUN npm run setup

# The image omits the compiler and the caches of npm and pip.
FROM base
COPY --from=made --chown=node:node /lab /lab
USER node
EXPOSE 8888
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8888/api').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Ends JupyterLab and its kernels when the container is stopped.
ENTRYPOINT ["tini", "--"]
CMD ["npm", "run", "lab", "--", "--no-browser", "--ip=0.0.0.0", "--port=8888"]
