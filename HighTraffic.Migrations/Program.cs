using HighTraffic.Contracts;
using HighTraffic.Data;
using HighTraffic.Migrations;
using HighTraffic.Migrations.Seeding;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<CatalogDbContext>(
    ResourceNames.Database, settings => settings.CommandTimeout = MigrationRun.CommandTimeoutSeconds);
builder.Services.AddOptions<SeedOptions>().BindConfiguration("HighTraffic:Seed").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<Seeder>();
builder.Services.AddHostedService<MigrationRun>();

await builder.Build().RunAsync();
return Environment.ExitCode;
