using HighTraffic.Api.Caching;
using HighTraffic.Api.Categories;
using HighTraffic.Api.Documentation;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Home;
using HighTraffic.Api.Hosting;
using HighTraffic.Api.Http;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Products;
using HighTraffic.Api.Quotas;
using HighTraffic.Api.Resilience;
using HighTraffic.Api.Security;
using HighTraffic.Api.Tasks;
using HighTraffic.Api.Users;
using HighTraffic.Api.Validation;

if (args is ["--probe", var address])
{
    return await HealthProbe.AskAsync(address);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddHttpServer();
builder.AddProblems();
builder.AddAccess();
builder.AddPublicCache();
builder.AddQuotas();
builder.AddLoadLimits();
builder.AddAppDatabase();
builder.AddEndpoints();
builder.AddTasks();
builder.AddReplica();
builder.AddFigures();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseFigures();
app.UseReplica();
app.UseProblems();
app.UseAnswerCheck();
app.UseAllowedHosts();
app.UseOptions();
app.UseRouting();
app.UseInputChecks();

// Cached responses are the same for all clients, so authentication comes after the cache. Authorization comes before anything reads a body.
app.UsePublicCache();
app.UseAuthentication();
app.UseClients();
app.UseQuotas();
app.UseAuthorization();
app.UseLoadLimits();
app.UseAnswerMark();

app.MapHome();
app.MapProducts();
app.MapCategories();
app.MapUsers();
app.MapTasks();
app.MapFigures();
app.MapDocumentation();
app.MapDefaultEndpoints();
app.VerifyPublicReads();
await app.RunAsync();
return 0;
