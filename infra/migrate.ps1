# The same as migrate.sh, for Windows.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '..')

$tag = [DateTime]::UtcNow.ToString('yyyyMMddHHmmss')
$image = "$env:AZURE_CONTAINER_REGISTRY_ENDPOINT/migrations:$tag"
$job = @('--name', 'migrations', '--resource-group', $env:AZURE_RESOURCE_GROUP)

$env:DOTNET_CONTAINER_REGISTRY_UNAME = '00000000-0000-0000-0000-000000000000'
$env:DOTNET_CONTAINER_REGISTRY_PWORD = az acr login --name $env:AZURE_CONTAINER_REGISTRY_NAME --expose-token --query accessToken --output tsv
dotnet publish HighTraffic.Migrations -c Release -t:PublishContainer `
    "-p:ContainerRegistry=$env:AZURE_CONTAINER_REGISTRY_ENDPOINT" -p:ContainerRepository=migrations "-p:ContainerImageTag=$tag"

azd env set AZURE_MIGRATIONS_IMAGE $image
az containerapp job update @job --image $image --output none
$execution = az containerapp job start @job --query name --output tsv
Write-Output "Migrating the database ($execution) ..."

foreach ($attempt in 1..600) {
    $status = az containerapp job execution show @job --job-execution-name $execution --query properties.status --output tsv
    if ($status -eq 'Succeeded') {
        Write-Output 'The database is up to date.'
        exit 0
    }
    if ($status -in 'Failed', 'Degraded', 'Stopped') {
        try { az containerapp job logs show @job --container migrations --execution $execution --format text --tail 20 } catch { Write-Warning "Its log cannot be read: $_" }
        throw "The migration ended with the status $status. Its log: az containerapp job logs show $job --container migrations --execution $execution"
    }
    Start-Sleep -Seconds 10
}
throw "The migration $execution did not end within 100 minutes."
