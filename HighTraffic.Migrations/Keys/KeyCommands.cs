using System.CommandLine;
using System.Globalization;
using HighTraffic.Data.Keys;

namespace HighTraffic.Migrations.Keys;

/// <summary>The commands that create, list, revoke and identify API keys (docs/security.md).</summary>
internal static class KeyCommands
{
    /// <summary>The first argument of all commands.</summary>
    public const string Name = "keys";

    /// <summary>Creates the root command.</summary>
    public static RootCommand Create() => new("Migrates and seeds the database, or manages its API keys.")
    {
        new Command(Name, "Manages the API keys.") { CreateKey(), ListKeys(), RevokeKey(), IdentifyKey() },
    };

    private static Command CreateKey()
    {
        var name = new Option<string>("--name") { Description = "The client that will hold the key. Keys may share a name.", Required = true };
        name.Validators.Add(result => Refuse(result, name, ApiKeyLimits.IsName, "must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', and not bootstrap or anonymous"));
        var scopes = new Option<string>("--scopes") { Description = $"The scopes of the key, separated by commas: {string.Join(", ", Scopes.All)}.", Required = true };
        scopes.Validators.Add(result => Refuse(result, scopes, text => Scopes.Parse(text) is not null, $"must be one or more of {string.Join(", ", Scopes.All)}"));
        var quota = new Option<string>("--quota") { Description = "The quota class of its requests.", DefaultValueFactory = _ => ApiKeyLimits.DefaultQuotaClass };
        quota.Validators.Add(result => Refuse(result, quota, ApiKeyLimits.IsName, "must be the name of a quota class"));
        var notBefore = new Option<DateTimeOffset?>("--not-before") { Description = "When it becomes valid, such as 2027-01-31 or 2027-01-31T12:00Z; now if omitted." };
        var expires = new Option<DateTimeOffset?>("--expires") { Description = "When it expires; never if omitted." };
        var command = new Command("create", "Creates a key and prints it. It cannot be shown again.") { name, scopes, quota, notBefore, expires };
        command.SetAction((parsed, cancellationToken) => KeyHost.RunAsync(
            async (keys, token) =>
            {
                var text = await keys.CreateAsync(
                    parsed.GetValue(name)!, Scopes.Parse(parsed.GetValue(scopes)!)!, parsed.GetValue(quota)!, parsed.GetValue(notBefore), parsed.GetValue(expires), token);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(text.AsMemory(), token);
                return true;
            },
            cancellationToken));
        return command;
    }

    private static Command ListKeys()
    {
        var command = new Command("list", "Lists all keys: id, first characters, name, scopes, quota class, validity.");
        command.SetAction((parsed, cancellationToken) => KeyHost.RunAsync(
            async (keys, token) =>
            {
                foreach (var key in await keys.ListAsync(token))
                {
                    await parsed.InvocationConfiguration.Output.WriteLineAsync(Describe(key).AsMemory(), token);
                }

                return true;
            },
            cancellationToken));
        return command;
    }

    private static Command RevokeKey()
    {
        var id = new Argument<long>("id") { Description = "The id of the key, as list shows it." };
        var command = new Command("revoke", "Revokes a key permanently. Every replica refuses it within 2 seconds.") { id };
        command.SetAction((parsed, cancellationToken) => KeyHost.RunAsync(
            async (keys, token) =>
            {
                if (await keys.RevokeAsync(parsed.GetValue(id), token))
                {
                    return true;
                }

                await parsed.InvocationConfiguration.Error.WriteLineAsync("There is no such key, or it is already revoked.".AsMemory(), token);
                return false;
            },
            cancellationToken));
        return command;
    }

    private static Command IdentifyKey()
    {
        var command = new Command("identify", "Reads a key, such as a leaked one, from standard input and shows its holder.");
        command.SetAction((parsed, cancellationToken) => KeyHost.RunAsync(
            async (keys, token) =>
            {
                var text = (await Console.In.ReadLineAsync(token))?.Trim() ?? "";
                var key = ApiKeyText.IsWellFormed(text) ? await keys.FindAsync(text, token) : null;
                await parsed.InvocationConfiguration.Output.WriteLineAsync((key is null ? "This is not a key of this app." : Describe(key)).AsMemory(), token);
                return key is not null;
            },
            cancellationToken));
        return command;
    }

    private static string Describe(ApiKeyRecord key) => string.Create(
        CultureInfo.InvariantCulture,
        $"{key.Id}\t{key.Hint}…\t{key.Name}\t{string.Join(',', key.Scopes)}\t{key.QuotaClass}\tfrom {key.NotBefore:u}\t{(key.RevokedAt is { } revoked ? $"revoked {revoked:u}" : key.ExpiresAt is { } end ? $"until {end:u}" : "no expiry")}");

    private static void Refuse(System.CommandLine.Parsing.OptionResult result, Option<string> option, Func<string, bool> isValid, string rule)
    {
        if (result.GetValueOrDefault<string>() is not { } value || !isValid(value))
        {
            result.AddError($"{option.Name} {rule}.");
        }
    }
}
