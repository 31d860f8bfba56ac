using System.Net.NetworkInformation;
using System.Text.RegularExpressions;

namespace HighTraffic.AppHost;

/// <summary>Ends a start that could never become healthy with a message, before anything starts.</summary>
internal static partial class StartChecks
{
    /// <summary>Checks the public ports and the secrets.</summary>
    public static void CheckStart(this IDistributedApplicationBuilder builder, AppSettings settings, IResourceBuilder<ParameterResource> apiKey)
    {
        if (builder.ExecutionContext.IsRunMode)
        {
            CheckPort(settings.Port, "HighTraffic:Port=9090");
            if (settings.Certificate.Length > 0)
            {
                CheckPort(settings.HttpsPort, "HighTraffic:HttpsPort=9443");
            }

            CheckSecrets(builder, apiKey.Resource);
        }
    }

    private static void CheckPort(int port, string other)
    {
        if (port != 0 && IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port))
        {
            Refusal.End($"Port {port} is taken by another program. End that program or choose another port, for example with --{other}.");
        }
    }

    private static void CheckSecrets(IDistributedApplicationBuilder builder, ParameterResource apiKey)
    {
        foreach (var parameter in builder.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret))
        {
            var value = parameter.GetValueAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() ?? "";
            if (parameter == apiKey && !HeaderValue().IsMatch(value))
            {
                Refusal.End($"The parameter {parameter.Name} must be 1 to 256 visible ASCII characters, because clients send it in a header.");
            }
            else if (parameter != apiKey && !Password().IsMatch(value))
            {
                Refusal.End($"The parameter {parameter.Name} must be 1 to 128 letters, digits or any of - _ . ~ ( ) * + ! {{ }}, because it becomes part of connection strings.");
            }
        }
    }

    // RFC 9110, 5.5, without the comma, which would split the value in two.
    [GeneratedRegex(@"^[\x21-\x2B\x2D-\x7E]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderValue();

    // The characters of the passwords that Aspire generates. None of them ends a value in a connection string, a URI or a configuration file.
    [GeneratedRegex(@"^[A-Za-z0-9._~()*+!{}-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
