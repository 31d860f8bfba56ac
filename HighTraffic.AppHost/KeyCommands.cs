using System.Globalization;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace HighTraffic.AppHost;

/// <summary>
/// Dashboard commands that manage the API keys of a local run, whose connection strings only the AppHost knows. In a deployment, the migrations
/// program has the same commands (docs/security.md).
/// </summary>
internal static class KeyCommands
{
    private const string Name = "name";
    private const string Scope = "scopes";
    private const string Quota = "quota";
    private const string Id = "id";

    /// <summary>Adds "Create API key", "List API keys" and "Revoke API key".</summary>
    public static IResourceBuilder<ProjectResource> WithKeyCommands(
        this IResourceBuilder<ProjectResource> migrations, IResourceBuilder<IResourceWithConnectionString> database, IResourceBuilder<IResourceWithConnectionString> cache)
    {
        return migrations
            .WithCommand("create-key", "Create API key", context => RunAsync(context, CreateAsync), Options(
                "Creates an API key and shows it. It cannot be shown again.",
                "KeyMultiple",
                new InteractionInput { Name = Name, Label = "Client", InputType = InputType.Text, Required = true, Placeholder = "shop" },
                new InteractionInput { Name = Scope, Label = "Scopes", InputType = InputType.Text, Required = true, Value = string.Join(',', Scopes.All) },
                new InteractionInput { Name = Quota, Label = "Quota class", InputType = InputType.Text, Value = ApiKeyLimits.DefaultQuotaClass }))
            .WithCommand("list-keys", "List API keys", context => RunAsync(context, ListAsync), Options("Lists all API keys, without their text.", "AppsList"))
            .WithCommand("revoke-key", "Revoke API key", context => RunAsync(context, RevokeAsync), Options(
                "Revokes an API key permanently.", "KeyReset", new InteractionInput { Name = Id, Label = "Id", InputType = InputType.Number, Required = true }));

        async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context, Func<ApiKeyStore, ExecuteCommandContext, Task<ExecuteCommandResult>> run)
        {
            var options = new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(await database.Resource.GetConnectionStringAsync(context.CancellationToken));
            await using var rows = new AppDbContext(options.Options);
            var result = await run(new ApiKeyStore(rows), context);
            await TellAsync((await cache.Resource.GetConnectionStringAsync(context.CancellationToken))!);
            return result;
        }
    }

    // Without Redis the replicas find the change themselves a second later, and a key that was created must be shown anyway.
    private static async Task TellAsync(string cache)
    {
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(cache);
            await redis.GetSubscriber().PublishAsync(RedisChannel.Literal(ApiKeyStore.Channel), RedisValue.EmptyString);
        }
        catch (RedisException)
        {
        }
    }

    private static async Task<ExecuteCommandResult> CreateAsync(ApiKeyStore keys, ExecuteCommandContext context)
    {
        var name = context.Arguments.GetString(Name) ?? "";
        var quota = context.Arguments.GetString(Quota) is { Length: > 0 } named ? named : ApiKeyLimits.DefaultQuotaClass;
        if (!ApiKeyLimits.IsName(name) || !ApiKeyLimits.IsName(quota))
        {
            return CommandResults.Failure("A name must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', and not bootstrap or anonymous.");
        }

        if (Scopes.Parse(context.Arguments.GetString(Scope) ?? "") is not { } scopes)
        {
            return CommandResults.Failure($"The scopes must be one or more of {string.Join(", ", Scopes.All)}.");
        }

        var text = await keys.CreateAsync(name, scopes, quota, notBefore: null, expiresAt: null, context.CancellationToken);
        return CommandResults.Success("Copy the key now: it cannot be shown again.", text, CommandResultFormat.Text, displayImmediately: true);
    }

    private static async Task<ExecuteCommandResult> ListAsync(ApiKeyStore keys, ExecuteCommandContext context)
    {
        var lines = (await keys.ListAsync(context.CancellationToken)).Select(key => string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Id} {key.Hint}… {key.Name} {string.Join(',', key.Scopes)} {key.QuotaClass}{(key.RevokedAt is null ? "" : " revoked")}"));
        return CommandResults.Success("The API keys.", string.Join('\n', lines), CommandResultFormat.Text, displayImmediately: true);
    }

    private static async Task<ExecuteCommandResult> RevokeAsync(ApiKeyStore keys, ExecuteCommandContext context) =>
        context.Arguments.GetInt32(Id) is { } id && await keys.RevokeAsync(id, context.CancellationToken)
            ? CommandResults.Success("The key is revoked.")
            : CommandResults.Failure("There is no such key, or it is already revoked.");

    private static CommandOptions Options(string description, string icon, params InteractionInput[] arguments) => new()
    {
        Description = description,
        IconName = icon,
        Arguments = arguments,
        UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Finished ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
    };
}
