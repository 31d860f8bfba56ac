using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>Declares parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter that has to be configured as <c>Parameters:name</c>.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name.</param>
    /// <param name="secret">Whether its value must not be shown.</param>
    /// <returns>The parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => Configured(builder, name) ?? throw Missing(name), secret));

    /// <summary>Adds a parameter with a default for when <c>Parameters:name</c> is not configured.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">Makes the default.</param>
    /// <param name="secret">Whether its value must not be shown.</param>
    /// <param name="persist">Whether the default is kept in the AppHost's user secrets, and so lasts from run to run.</param>
    /// <returns>The parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(CreateParameter(builder, name, value, secret, persist));

    /// <summary>Makes the parameter of a server's password, generated and kept unless it is configured.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name.</param>
    /// <param name="special">Whether special characters may occur.</param>
    /// <returns>The parameter.</returns>
    internal static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool special = true) =>
        CreateParameter(builder, name, new GenerateParameterDefault { Special = special }, secret: true, persist: true);

    private static ParameterResource CreateParameter(
        IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret, bool persist) =>
        new(
            name,
            generate => Configured(builder, name)
                ?? (persist ? SecretStore.GetOrAdd(builder.AppHostAssembly!, Key(name), generate!.GetDefaultValue) : generate!.GetDefaultValue()),
            secret)
        { Default = value };

    private static string? Configured(IDistributedApplicationBuilder builder, string name) => builder.Configuration[Key(name)];

    private static string Key(string name) => $"Parameters:{name}";

    private static DistributedApplicationException Missing(string name) =>
        new($"The parameter '{name}' has no value; set {Key(name)} in the configuration, for example by the environment variable Parameters__{name}.");
}
