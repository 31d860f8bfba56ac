using HighTraffic.Core;
using HighTraffic.Data;
using HighTraffic.Worker;
using Microsoft.EntityFrameworkCore;

if (args is ["--probe", var address])
{
    return await HealthProbe.AskAsync(address);
}

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<AppDbContext>(
    ResourceNames.Database, configureDbContextOptions: options => options.UseNpgsql(npgsql => npgsql.NameCommandSpans()));
builder.AddCacheSignals();
builder.AddTaskExecution();

var app = builder.Build();

app.MapDefaultEndpoints();

await app.RunAsync();
return 0;
