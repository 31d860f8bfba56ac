using HighTraffic.AppHost;
using HighTraffic.Core;

var builder = DistributedApplication.CreateBuilder(args);

// The dashboard listens on the loopback address, where HTTP is enough and needs no developer certificate.
builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
var settings = AppSettings.Read(builder, args);
var connections = ConnectionPlan.For(settings, builder.ExecutionContext.IsPublishMode);
var home = ServerHome.Choose(builder, settings);

var apiKey = builder.AddParameter(
    ResourceNames.ApiKey, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

var database = builder.AddDatabase(settings, home, connections);
var cache = builder.AddCache(settings, home);
var messaging = builder.AddBroker(settings, home);

var migrations = builder.AddProject<Projects.HighTraffic_Migrations>(ResourceNames.Migrations, launchProfileName: null)
    .StartFromBuildOutput()
    .WithoutHttpsCertificate()
    .WithDatabase(database, connections.Migrations)
    .WithSeed(settings)
    .WithReseedCommand(database, cache)
    .WithKeyCommands(database, cache)
    .WithIconName("TableSettings")
    .MigrateAgainWhenEmptied(database, settings, home)
    .WaitFor(database);

// The API does not wait for RabbitMQ, which takes longest to start: a task is a row first, and its message can follow later.
var replicas = builder.AddApi(settings.ApiReplicas, home, api => api
    .WithDatabase(database, connections.Api)
    .WithReference(cache)
    .WithReference(messaging)
    .WithEnvironment("HighTraffic__ApiKey", apiKey)
    .WithTrustedProxies(settings)
    .WithAllowedHosts(settings)
    .WithDashboardLink()
    .WaitFor(cache)
    .WaitForCompletion(migrations));

builder.AddProject<Projects.HighTraffic_Worker>(ResourceNames.Worker, launchProfileName: null)
    .StartFromBuildOutput()
    .WithoutHttpsCertificate()
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .DisableForwardedHeaders()
    .WithAppHostEnvironment()
    .WithDatabase(database, connections.Worker)
    .WithReference(cache)
    .WithReference(messaging)
    .WithReplicas(settings.WorkerReplicas)
    .WithoutLink("http")
    .WithIconName("CalendarClock")
    .WaitFor(cache)
    .WaitFor(messaging)
    .WaitForCompletion(migrations);

builder.AddGateway(settings, home, replicas);
builder.AddDeployment(settings);
builder.AddRunServices(settings);
builder.CheckStart(settings, apiKey);

builder.Build().Run();
