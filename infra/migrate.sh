#!/usr/bin/env sh
# Builds the migrations image, runs it as a job in Azure, and fails unless the job succeeds. azd calls it before each deployment, with the
# outputs of main.bicep in the environment. It needs the Azure CLI, signed in.
set -eu
cd "$(dirname "$0")/.."

tag=$(date -u +%Y%m%d%H%M%S)
image="$AZURE_CONTAINER_REGISTRY_ENDPOINT/migrations:$tag"

# The user name for token authentication (https://learn.microsoft.com/azure/container-registry/container-registry-authentication).
DOTNET_CONTAINER_REGISTRY_UNAME=00000000-0000-0000-0000-000000000000
DOTNET_CONTAINER_REGISTRY_PWORD=$(az acr login --name "$AZURE_CONTAINER_REGISTRY_NAME" --expose-token --query accessToken --output tsv)
export DOTNET_CONTAINER_REGISTRY_UNAME DOTNET_CONTAINER_REGISTRY_PWORD
dotnet publish HighTraffic.Migrations -c Release -t:PublishContainer \
  -p:ContainerRegistry="$AZURE_CONTAINER_REGISTRY_ENDPOINT" -p:ContainerRepository=migrations -p:ContainerImageTag="$tag"

# Keep it for the next provisioning, which would otherwise restore the first image.
azd env set AZURE_MIGRATIONS_IMAGE "$image"
az containerapp job update --name migrations --resource-group "$AZURE_RESOURCE_GROUP" --image "$image" --output none
execution=$(az containerapp job start --name migrations --resource-group "$AZURE_RESOURCE_GROUP" --query name --output tsv)
echo "Migrating the database ($execution) …"

# The job times out after 30 minutes and is retried twice.
attempts=0
while [ "$attempts" -lt 600 ]; do
  status=$(az containerapp job execution show --name migrations --resource-group "$AZURE_RESOURCE_GROUP" \
    --job-execution-name "$execution" --query properties.status --output tsv)
  case $status in
    Succeeded)
      echo "The database is up to date."
      exit 0
      ;;
    Failed | Degraded | Stopped)
      az containerapp job logs show --name migrations --resource-group "$AZURE_RESOURCE_GROUP" --container migrations \
        --execution "$execution" --format text --tail 20 >&2 || true
      echo "The migration ended with the status $status. Its log: az containerapp job logs show --name migrations" \
        "--resource-group $AZURE_RESOURCE_GROUP --container migrations --execution $execution" >&2
      exit 1
      ;;
  esac
  attempts=$((attempts + 1))
  sleep 10
done
echo "The migration $execution did not end within 100 minutes." >&2
exit 1
