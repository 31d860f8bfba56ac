using HighTraffic.AppHost;
using HighTraffic.Contracts;

var builder = DistributedApplication.CreateBuilder(args);
var settings = AppSettings.Read(builder, args);
var connections = ConnectionPlan.For(settings);

var apiKey = builder.AddParameter(
    ResourceNames.ApiKey, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

var catalog = builder.AddCatalog(settings, connections);
var cache = builder.AddCache(settings);
var messaging = builder.AddBroker(settings);

var migrations = builder.AddProject<Projects.HighTraffic_Migrations>(ResourceNames.Migrations, launchProfileName: null)
    .WithDatabase(catalog, connections.Migrations)
    .WithSeed(settings)
    .WaitFor(catalog);

var replicas = builder.AddApi(settings.ApiReplicas, api => api
    .WithDatabase(catalog, connections.Api)
    .WithReference(cache)
    .WithReference(messaging)
    .WithEnvironment("HighTraffic__ApiKey", apiKey)
    .WithTrustedProxies(settings)
    .WithDashboardLink()
    .WithInlineSockets(settings.InlineSockets)
    .WaitFor(cache)
    .WaitFor(messaging)
    .WaitForCompletion(migrations));

builder.AddProject<Projects.HighTraffic_Worker>(ResourceNames.Worker, launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .DisableForwardedHeaders()
    .WithAppHostEnvironment()
    .WithDatabase(catalog, connections.Worker)
    .WithReference(cache)
    .WithReference(messaging)
    .WithReplicas(settings.WorkerReplicas)
    .WaitFor(cache)
    .WaitFor(messaging)
    .WaitForCompletion(migrations);

builder.AddGateway(settings, replicas);
builder.AddDeployment(settings);
builder.AnnounceAddresses(settings);

builder.Build().Run();
