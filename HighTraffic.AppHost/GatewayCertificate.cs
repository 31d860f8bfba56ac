using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HighTraffic.AppHost.Local;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>Lets Nginx terminate TLS if <c>HighTraffic:Gateway:Certificate</c> names a certificate (docs/security.md).</summary>
internal static class GatewayCertificate
{
    /// <summary>The name of the endpoint.</summary>
    public const string Endpoint = "https";

    /// <summary>The folder of the certificate in a container.</summary>
    public const string ContainerFolder = "/run/tls";

    /// <summary>The HTTPS port in a container.</summary>
    public const int ListenPort = 8443;

    // The file names of a Kubernetes TLS secret.
    private const string CertificateFile = "tls.crt";
    private const string KeyFile = "tls.key";

    // The value of the setting that selects the certificate of `dotnet dev-certs`.
    private const string Developer = "developer";

    /// <summary>The public endpoint: HTTPS if there is a certificate.</summary>
    public static EndpointReference PublicEndpoint(this IResourceWithEndpoints gateway) =>
        new(gateway, gateway.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == Endpoint) ? Endpoint : "http");

    /// <summary>Lets a local Nginx terminate TLS.</summary>
    public static IResourceBuilder<ExecutableResource> WithCertificate(this IResourceBuilder<ExecutableResource> nginx, AppSettings settings)
    {
        if (settings.Certificate.Length == 0)
        {
            return nginx;
        }

        nginx.WithPort(Endpoint, "GATEWAY_HTTPS_PORT", scheme: "https", Port(settings));
        return settings.Certificate == Developer
            ? nginx.WithDeveloperCertificate()
            : nginx.WithFiles(CheckedFolder(settings));
    }

    /// <summary>Lets an Nginx container terminate TLS.</summary>
    public static IResourceBuilder<ContainerResource> WithCertificate(this IResourceBuilder<ContainerResource> nginx, AppSettings settings)
    {
        if (settings.Certificate.Length == 0)
        {
            return nginx;
        }

        nginx.WithHttpsEndpoint(port: Port(settings), targetPort: ListenPort, env: "GATEWAY_HTTPS_PORT");
        if (settings.HttpsPort != 0)
        {
            nginx.WithEnvironment("GATEWAY_PUBLIC_HTTPS_PORT", settings.HttpsPort.ToString(CultureInfo.InvariantCulture));
        }

        if (nginx.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            // The folder is on the machine that the app is deployed to (ComposeDeployment.cs).
            return settings.Target == DeploymentTarget.Compose && settings.Certificate != Developer
                ? nginx.WithFiles(ContainerFolder).WithEnvironment("GATEWAY_HTTP3", "1")
                : Refuse($"HighTraffic:Gateway:Certificate must name a folder and is for Docker Compose only; on {settings.Target} the ingress terminates TLS.");
        }

        return settings.Certificate == Developer
            ? nginx.WithDeveloperCertificate()
            : nginx.WithBindMount(CheckedFolder(settings), ContainerFolder, isReadOnly: true).WithFiles(ContainerFolder);

        static IResourceBuilder<ContainerResource> Refuse(string sentence)
        {
            Refusal.End(sentence);
            throw new InvalidOperationException(sentence);
        }
    }

    private static int? Port(AppSettings settings) => settings.HttpsPort == 0 ? null : settings.HttpsPort;

    private static IResourceBuilder<T> WithFiles<T>(this IResourceBuilder<T> nginx, string folder) where T : IResourceWithEnvironment => nginx
        .WithEnvironment("GATEWAY_CERTIFICATE", string.Concat(folder, "/", CertificateFile))
        .WithEnvironment("GATEWAY_CERTIFICATE_KEY", string.Concat(folder, "/", KeyFile));

    private static IResourceBuilder<T> WithDeveloperCertificate<T>(this IResourceBuilder<T> nginx) where T : IResourceWithEnvironment, IResourceWithArgs
    {
        nginx.OnBeforeResourceStarted((_, start, _) =>
        {
            if (start.Services.GetRequiredService<IDeveloperCertificateService>().Certificates.IsEmpty)
            {
                Refusal.End("There is no trusted developer certificate. Run: dotnet dev-certs https --trust");
            }

            return Task.CompletedTask;
        });
        return nginx.WithHttpsDeveloperCertificate().WithHttpsCertificateConfiguration(context =>
        {
            context.EnvironmentVariables["GATEWAY_CERTIFICATE"] = context.CertificatePath;
            context.EnvironmentVariables["GATEWAY_CERTIFICATE_KEY"] = context.KeyPath;
            return Task.CompletedTask;
        });
    }

    private static string CheckedFolder(AppSettings settings)
    {
        var folder = Path.GetFullPath(settings.Certificate);
        try
        {
            X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile)).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Refusal.End($"HighTraffic:Gateway:Certificate must name a folder with a certificate and its key as PEM, {CertificateFile} and {KeyFile}: {exception.Message}");
        }

        return folder;
    }
}
