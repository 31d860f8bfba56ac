using Microsoft.Extensions.Options;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Aspire.StackExchange.Redis;

/// <summary>Makes the options from the connection string, so that whatever is configured on top of it finds them filled.</summary>
internal sealed class RedisOptionsFactory(
    RedisConnectionString connection,
    IEnumerable<IConfigureOptions<ConfigurationOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConfigurationOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConfigurationOptions>> validations)
    : OptionsFactory<ConfigurationOptions>(setups, postConfigures, validations)
{
    protected override ConfigurationOptions CreateInstance(string name)
    {
        var options = ConfigurationOptions.Parse(connection.Value
            ?? throw new InvalidOperationException($"The connection string '{connection.Name}' is missing; set ConnectionStrings__{connection.Name}."));

        // A provider for a certain host, as for Azure, has its reasons; and the connection string can still say abortConnect.
        if (options.Defaults.GetType() == typeof(DefaultOptionsProvider))
        {
            options.Defaults = new PatientDefaults();
        }

        return options;
    }

    // A server that is down when the service starts must not keep the service from starting.
    private sealed class PatientDefaults : DefaultOptionsProvider
    {
        public override bool AbortOnConnectFail => false;
    }
}
