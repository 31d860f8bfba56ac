targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('The name of the azd environment. The resource group is called rg-<name>.')
param environmentName string

@minLength(1)
@description('The location of all resources.')
param location string

@description('The API key that clients send. Generated once and kept, unless AZURE_API_KEY is set.')
@metadata({ azd: { type: 'generate', config: { length: 40, noSpecial: true } } })
@secure()
param api_key string

@description('The password of the administrator of PostgreSQL.')
@metadata({
  azd: { type: 'generate', config: { length: 32, noSpecial: true, minLower: 2, minUpper: 2, minNumeric: 2 } }
})
@secure()
param postgres_password string

@description('The password of the RabbitMQ user guest.')
@metadata({ azd: { type: 'generate', config: { length: 32, noSpecial: true } } })
@secure()
param messaging_password string

@description('The image of the migrations job; infra/migrate.sh sets it.')
param migrationsImage string

@description('The size of PostgreSQL. Its max_connections must allow for all connection pools: see docs/deployment.md.')
param postgresSku string = 'Standard_D2ds_v5'

@description('A standby in another zone for PostgreSQL: ZoneRedundant, SameZone or Disabled. Not every region has zones.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param postgresHighAvailability string = 'Disabled'

@description('The size of Redis.')
param redisSku string = 'Balanced_B1'

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module resources 'resources.bicep' = {
  scope: group
  name: 'resources'
  params: {
    location: location
    tags: tags
    apiKey: api_key
    postgresPassword: postgres_password
    messagingPassword: messaging_password
    migrationsImage: migrationsImage
    postgresSku: postgresSku
    postgresHighAvailability: postgresHighAvailability
    redisSku: redisSku
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output MANAGED_IDENTITY_CLIENT_ID string = resources.outputs.MANAGED_IDENTITY_CLIENT_ID
output AZURE_CONTAINER_REGISTRY_NAME string = resources.outputs.AZURE_CONTAINER_REGISTRY_NAME
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = resources.outputs.AZURE_CONTAINER_REGISTRY_ENDPOINT
output AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID string = resources.outputs.AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID
output AZURE_CONTAINER_APPS_ENVIRONMENT_ID string = resources.outputs.AZURE_CONTAINER_APPS_ENVIRONMENT_ID
output AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN string = resources.outputs.AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN
output AZURE_KEY_VAULT_ENDPOINT string = resources.outputs.AZURE_KEY_VAULT_ENDPOINT
