# The image for AWS: the common one, with what only AWS needs. Built beside the authorities' certificates:
#   curl -fsS https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem -o ca/database-ca.pem
#   docker build -f docker/aws.Dockerfile --build-arg BASE=ventanilla -t ventanilla-aws ca
ARG BASE=ventanilla
FROM ${BASE}
# Aurora's certificates are signed by authorities of its own, which no system trusts.
COPY database-ca.pem /etc/ventanilla/database-ca.pem
# Fargate mounts what may be written to as root's, unless the image says whose it is.
VOLUME ["/tmp"]
