using HighTraffic.Contracts;
using HighTraffic.Data;
using HighTraffic.Worker;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<CatalogDbContext>(ResourceNames.Database);
builder.AddCacheSignals();
builder.AddTaskExecution();

var app = builder.Build();

app.MapDefaultEndpoints();

await app.RunAsync();
