using HighTraffic.Core;
using HighTraffic.Data;
using HighTraffic.Migrations;
using HighTraffic.Migrations.Keys;
using HighTraffic.Migrations.Seeding;

if (args is [KeyCommands.Name, ..] or ["--help" or "-h"])
{
    return await KeyCommands.Create().Parse(args).InvokeAsync();
}

// The services wait for exit code 0, so only a completed run may set it.
Environment.ExitCode = 1;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<AppDbContext>(
    ResourceNames.Database, settings => settings.CommandTimeout = MigrationRun.CommandTimeoutSeconds);
builder.Services.AddOptions<SeedOptions>().BindConfiguration("HighTraffic:Seed").ValidateDataAnnotations();
builder.Services.AddSingleton<TableSeed, ProductSeed>().AddSingleton<TableSeed, UserSeed>().AddScoped<Seeder>();
builder.Services.AddHostedService<MigrationRun>();

await builder.Build().RunAsync();
return Environment.ExitCode;
